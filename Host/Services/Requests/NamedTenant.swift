package import HostDispatch

extension ServiceCaller {
    /// The caller with the tenant that its request names; the job's own goes before it.
    package func naming(_ tenant: String?) -> ServiceCaller {
        guard self.tenant == nil, let tenant else { return self }
        return ServiceCaller(
            processor: processor, generation: generation, plugin: plugin, job: job, tenant: tenant, subject: subject,
            traceparent: traceparent, deadline: deadline)
    }
}

/// Where a bucket's objects are. Keys have been checked by ``BucketRule``.
enum BucketPlace: Sendable {
    case s3(S3Bucket)
    /// Blocks.
    case folder(FolderBucket)
}

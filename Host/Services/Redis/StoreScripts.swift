import HostRedis

/// What has to happen as one step, as Lua that the server runs; one round trip each.
///
/// A value is a plain string at `PREFIX` + `PROCESSOR:KEY` with an expiry of Redis's own, so that other programs may read
/// and write it. Beside the values stand, for lists, purges and sweeps - no processor has an empty name, so that no value
/// can be at one of these:
///
/// | Name | What |
/// |---|---|
/// | `PREFIX:keys:PROCESSOR` | sorted set of the processor's keys, all with score 0: in the order of their bytes |
/// | `PREFIX:expiries` | sorted set of `PROCESSOR:KEY` by the millisecond in which it runs out |
/// | `PREFIX:tenants`, `PREFIX:subjects` | hash from `PROCESSOR:KEY` to whose it is, and whom it is about |
/// | `PREFIX:tenant:T`, `PREFIX:subject:S` | set of all `PROCESSOR:KEY` of one |
///
/// The names are computed in the scripts: a Redis Cluster cannot run them.
enum StoreScripts {
    /// The functions that all share. `ARGV[1]` is the prefix.
    private static let shared = """
        local prefix = ARGV[1]
        local expiries = prefix .. ':expiries'

        local function now()
            local time = redis.call('TIME')
            return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
        end
        local function expire(item, at)
            redis.call('ZADD', expiries, string.format('%.0f', at), item)
        end
        local function own(kind, item, who)
            if who == '' then return end
            redis.call('HSET', prefix .. ':' .. kind .. 's', item, who)
            redis.call('SADD', prefix .. ':' .. kind .. ':' .. who, item)
        end
        local function disown(kind, item)
            local who = redis.call('HGET', prefix .. ':' .. kind .. 's', item)
            if not who then return end
            redis.call('HDEL', prefix .. ':' .. kind .. 's', item)
            redis.call('SREM', prefix .. ':' .. kind .. ':' .. who, item)
        end
        local function detach(item)
            redis.call('ZREM', expiries, item)
            disown('tenant', item)
            disown('subject', item)
        end
        local function forget(processor, key)
            redis.call('ZREM', prefix .. ':keys:' .. processor, key)
            detach(processor .. ':' .. key)
        end

        """

    /// `ARGV`: prefix, processor, tenant or nothing, whether the value of a check that fails is wanted (1), the number
    /// of checks; of each check: key, whether there must be a value (1), the value; of each write: key, whether there is
    /// a value (1), the value, milliseconds or nothing, subject or nothing.
    ///
    /// Returns: whether all checks held (1) and the writes were made; how many values were removed; what a check found.
    static let write = RedisScript(
        shared + """
            local processor, tenant, wanted = ARGV[2], ARGV[3], ARGV[4]
            local place = 6
            for _ = 1, tonumber(ARGV[5]) do
                local found = redis.call('GET', prefix .. processor .. ':' .. ARGV[place])
                local holds
                if ARGV[place + 1] == '1' then holds = found == ARGV[place + 2] else holds = not found end
                if not holds then return {0, 0, wanted == '1' and found} end
                place = place + 3
            end
            local removed = 0
            while place <= #ARGV do
                local key, lifetime = ARGV[place], ARGV[place + 3]
                local item = processor .. ':' .. key
                if ARGV[place + 1] ~= '1' then
                    removed = removed + redis.call('DEL', prefix .. item)
                    forget(processor, key)
                else
                    -- First: the server judges by it whether there is room, and refuses before anything has changed.
                    if lifetime == '' then
                        redis.call('SET', prefix .. item, ARGV[place + 2])
                    else
                        redis.call('SET', prefix .. item, ARGV[place + 2], 'PX', lifetime)
                    end
                    detach(item)
                    if lifetime ~= '' then expire(item, now() + tonumber(lifetime)) end
                    redis.call('ZADD', prefix .. ':keys:' .. processor, 0, key)
                    own('tenant', item, tenant)
                    own('subject', item, ARGV[place + 4])
                end
                place = place + 5
            end
            return {1, removed}
            """)

    /// `ARGV`: prefix, processor, where to begin as ZRANGEBYLEX has it, what keys begin with, most entries, whether
    /// values are wanted (1), most bytes of values but for one. What has run out is forgotten on the way.
    ///
    /// Returns: the key behind which to go on, or nil; keys and values in turn.
    static let list = RedisScript(
        shared + """
            local processor, from, beginning, limit = ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
            local isWanted, room = ARGV[6] == '1', tonumber(ARGV[7])
            local entries, count, looked, last = {}, 0, 0, false
            local batch = math.min(limit + 1, 200)
            while true do
                local keys = redis.call('ZRANGEBYLEX', prefix .. ':keys:' .. processor, from, '+', 'LIMIT', 0, batch)
                for _, key in ipairs(keys) do
                    if string.sub(key, 1, #beginning) ~= beginning then return {false, entries} end
                    local name = prefix .. processor .. ':' .. key
                    local value
                    if isWanted then
                        -- Another program may keep there what is no string.
                        value = redis.pcall('GET', name)
                        if type(value) == 'table' then value = false end
                    else
                        value = redis.call('EXISTS', name) == 1 and ''
                    end
                    if value then
                        room = room - #value
                        if count == limit or (room < 0 and count > 0) then return {last, entries} end
                        count = count + 1
                        last = key
                        entries[count * 2 - 1] = key
                        entries[count * 2] = value
                    elseif redis.call('EXISTS', name) == 0 then
                        forget(processor, key)
                    end
                end
                if #keys < batch then return {false, entries} end
                from = '(' .. keys[#keys]
                -- Others wait for this to end.
                looked = looked + #keys
                if looked >= 10000 then return {keys[#keys], entries} end
            end
            """)

    /// `ARGV`: prefix, `tenant` or `subject`, who, most values at once. Returns how many were removed.
    static let purge = RedisScript(
        shared + """
            local items = redis.call('SPOP', prefix .. ':' .. ARGV[2] .. ':' .. ARGV[3], ARGV[4])
            for _, item in ipairs(items) do
                local processor, key = string.match(item, '^([^:]*):(.*)$')
                redis.call('DEL', prefix .. item)
                forget(processor, key)
            end
            return #items
            """)

    /// `ARGV`: prefix, most values at once. Redis removes by itself what has run out; this forgets its key.
    ///
    /// Returns how many were looked at. By the server's own clock, which its expiries go by too.
    static let sweep = RedisScript(
        shared + """
            local time = now()
            local items = redis.call('ZRANGEBYSCORE', expiries, '-inf', time, 'LIMIT', 0, ARGV[2])
            for _, item in ipairs(items) do
                local left = redis.call('PTTL', prefix .. item)
                if left == -2 then
                    local processor, key = string.match(item, '^([^:]*):(.*)$')
                    forget(processor, key)
                elseif left == -1 then
                    -- Another program wrote it again.
                    redis.call('ZREM', expiries, item)
                else
                    expire(item, time + math.max(left, 1))
                end
            end
            return #items
            """)
}

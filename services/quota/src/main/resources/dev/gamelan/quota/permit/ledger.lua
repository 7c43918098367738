-- The one place that changes what Redis knows of a connection: who holds it, when it is frozen and
-- what was spent. Each verb is one atomic step.
--
-- Time here is the connection's own clock: milliseconds that never go back and never run faster
-- than the asking instance's monotonic clock, so that no jump of a wall clock can age a unit or end
-- a lease early. Redis' TIME only bridges the gaps between instances and over restarts.
local state, superseded, open, pace = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local verb = ARGV[1]
local elapsed = tonumber(ARGV[2]) -- since the asking instance last saw this clock; -1: never
local seen = tonumber(ARGV[3]) -- what this clock showed then; 0: never
local wall = tonumber(ARGV[4]) -- the asking instance's wall clock

local SLOT = 300000
-- A unit counts for 289 slots after its own: at least 24 h after the last moment at which a permit
-- counted at the very end of its slot can be sent.
local KEPT = 289
local SECOND = 1000
local REMEMBERED = 172800000 -- how long a superseded holder is refused, and an unreported permit kept
-- What a jump of Redis' clock can win at most: less than the guard between two turns.
local SLACK = 10
local DISAGREEMENT = 300000

local function number(field) return tonumber(redis.call('HGET', state, field) or '0') end
local function set(...) redis.call('HSET', state, ...) end

local instant = redis.call('TIME')
local time = instant[1] * 1000 + math.floor(instant[2] / 1000)
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
local known = redis.call('HMGET', state, 'run', 'clock', 'time')
local clock = tonumber(known[2] or '0')
local lost = known[1] ~= run or clock < seen

local now = clock
if known[2] then
  local passed = time - tonumber(known[3])
  if elapsed < 0 then
    if not lost and math.abs(wall - time) > DISAGREEMENT then return {'CLOCKS_DISAGREE', math.abs(wall - time)} end
  else
    passed = math.min(passed, elapsed + SLACK)
  end
  now = clock + math.max(passed, 0)
end

local function roll()
  local oldest, first = number('oldest'), math.floor(now / SLOT) - KEPT
  if oldest >= first then return number('spent') end
  local spent = number('spent')
  for slot = oldest, math.min(first - 1, oldest + KEPT) do
    local units = redis.call('HGET', state, 's:' .. slot)
    if units then
      spent = spent - tonumber(units)
      redis.call('HDEL', state, 's:' .. slot)
    end
  end
  set('oldest', first, 'spent', spent)
  return spent
end

-- How long until the count falls below the limit: units leave slot by slot, oldest first.
local function untilFree(spent, limit)
  local first = number('oldest')
  for slot = first, first + KEPT do
    spent = spent - number('s:' .. slot)
    if spent < limit then return (slot + KEPT + 1) * SLOT - now end
  end
  return KEPT * SLOT
end

-- Adds what the topic knows and the ledger does not, such that at no later time fewer units count.
-- The rest of ARGV from `at` on: pairs of age and units.
local function merge(at)
  local newest, units = math.floor(now / SLOT), {}
  for i = at, #ARGV, 2 do
    local slot = math.floor((now - tonumber(ARGV[i])) / SLOT)
    units[slot] = (units[slot] or 0) + tonumber(ARGV[i + 1])
  end
  local counted, told, added = 0, 0, false
  for slot = newest, newest - KEPT, -1 do
    counted = counted + number('s:' .. slot)
    told = told + (units[slot] or 0)
    if told > counted then
      redis.call('HINCRBY', state, 's:' .. slot, told - counted)
      counted, added = told, true
    end
  end
  -- A unit of an open permit may now stand for one that was told: it is not given back any more.
  if added or lost then redis.call('DEL', open) end
  set('oldest', newest - KEPT, 'spent', counted)
  return counted
end

if verb == 'restore' then
  local current, names = ARGV[5], tonumber(ARGV[6])
  if not lost then
    set('clock', now, 'time', time)
    for i = 7, 6 + names do redis.call('ZADD', superseded, now, ARGV[i]) end
    return {'KEPT', now, number('spent')}
  end
  if math.abs(wall - time) > DISAGREEMENT then return {'CLOCKS_DISAGREE', math.abs(wall - time)} end
  now = math.max(now, seen)
  if not known[2] then now = math.max(time, seen) end
  roll()
  for i = 7, 6 + names do redis.call('ZADD', superseded, now, ARGV[i]) end
  -- Whoever comes next supersedes the last holder known, whose lease has ended by now.
  local holder = redis.call('HGET', state, 'holder')
  if current ~= '' and (not holder or redis.call('ZSCORE', superseded, holder)) then
    set('holder', current, 'lease', now)
  end
  redis.call('DEL', pace)
  local spent = merge(7 + names)
  set('run', run, 'clock', now, 'time', time)
  return {'RESTORED', now, spent}
end

if lost then return {'LOST', clock, time} end
set('clock', now, 'time', time)

local function hold(holder, lease)
  if redis.call('ZSCORE', superseded, holder) then return {'SUPERSEDED', now} end
  local current = redis.call('HGET', state, 'holder')
  if current ~= holder then
    if current then
      local left = number('lease') - now
      if left > 0 then return {'FENCED', now, left} end
      redis.call('ZADD', superseded, now, current)
      redis.call('ZREMRANGEBYSCORE', superseded, '-inf', now - REMEMBERED)
      set('floor', math.max(number('floor'), number('horizon') + SECOND))
    end
    set('holder', holder)
  end
  set('lease', now + lease)
end

if verb == 'claim' then
  return hold(ARGV[5], tonumber(ARGV[6])) or {'HELD', now}
end

if verb == 'admit' then
  local refused = hold(ARGV[5], tonumber(ARGV[6]))
  if refused then return refused end
  local permit, limit, life = ARGV[7], tonumber(ARGV[8]), tonumber(ARGV[9])
  local settling = number('floor') - now
  if settling > 0 then return {'SETTLING', now, settling} end
  local frozen = number('frozen') - now
  if frozen > 0 then return {'FROZEN', now, frozen} end
  local spent = roll()
  if limit >= 0 and spent >= limit then return {'DAY_SPENT', now, untilFree(spent, limit)} end
  redis.call('HINCRBY', state, 's:' .. math.floor(now / SLOT), 1)
  set('spent', spent + 1, 'horizon', math.max(number('horizon'), now + life))
  redis.call('ZADD', open, now, permit)
  redis.call('ZREMRANGEBYSCORE', open, '-inf', now - REMEMBERED)
  return {'ADMITTED', now, spent + 1}
end

if verb == 'outcome' then
  local holder, lease, permit = ARGV[5], tonumber(ARGV[6]), ARGV[7]
  local unused, freeze = ARGV[8] == '1', tonumber(ARGV[9])
  if redis.call('HGET', state, 'holder') == holder then
    set('lease', math.max(number('lease'), now + lease))
  end
  if freeze > 0 then set('frozen', math.max(number('frozen'), now + freeze)) end
  local granted = redis.call('ZSCORE', open, permit)
  if granted then
    redis.call('ZREM', open, permit)
    local slot = math.floor(tonumber(granted) / SLOT)
    roll()
    if unused and number('s:' .. slot) > 0 then
      redis.call('HINCRBY', state, 's:' .. slot, -1)
      redis.call('HINCRBY', state, 'spent', -1)
    end
  end
  return {'NOTED', now}
end

if verb == 'release' then
  local holder, life = ARGV[5], tonumber(ARGV[6])
  if redis.call('HGET', state, 'holder') == holder then
    -- Who leaves nothing open has its answers, so its last three requests arrived before now, but
    -- perhaps only just, and the successor knows nothing of them. Otherwise its permits run out.
    local quiet = now + SECOND
    if redis.call('ZCOUNT', open, now - life, '+inf') > 0 then quiet = number('horizon') + SECOND end
    set('floor', math.max(number('floor'), quiet))
    redis.call('HDEL', state, 'holder', 'lease')
    redis.call('ZADD', superseded, now, holder)
  end
  return {'RELEASED', now}
end

if verb == 'raise' then
  roll()
  return {'RAISED', now, merge(7)}
end

if verb == 'look' then
  local limit, spent = tonumber(ARGV[5]), roll()
  local free = 0
  if limit >= 0 and spent >= limit then free = untilFree(spent, limit) end
  return {'SEEN', now, spent, math.max(number('frozen') - now, 0), free, redis.call('HGET', state, 'holder') or ''}
end

return redis.error_reply('unknown verb ' .. verb)

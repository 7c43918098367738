-- The one place that changes what Redis knows of a connection: who holds it, when it is frozen and
-- what was spent. Each verb is one atomic step.
--
-- Time here is the connection's own clock: milliseconds that never go back and never run faster
-- than the asking instance's monotonic clock, so that no jump of a wall clock can age a unit or end
-- a lease early. Redis' TIME only bridges the gaps between instances and over restarts.
local state, superseded, open, uses = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local verb = ARGV[1]
local elapsed = tonumber(ARGV[2]) -- since the asking instance last saw this clock; -1: never
local seen = tonumber(ARGV[3]) -- what this clock showed then; 0: never
local wall = tonumber(ARGV[4]) -- the asking instance's wall clock

local SLOT = 300000
-- A unit counts for 289 slots after its own: at least 24 h after the last moment at which a permit
-- counted at the very end of its slot can be sent.
local KEPT = 289
local SECOND = 1000
local HOUR = 3600000
local DAY = 24 * HOUR
-- How long a request may be on its way, and how long after its turn a permit may be used.
local LONGEST_WAY = 1000
local GRACE, GUEST_GRACE = 1000, 500
local GUEST_LOOKAHEAD = 500
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

-- Who spent what is counted by hours, each a hash of its own, and counts for 24 hours at least.
local function hourly(hour) return uses .. ':' .. hour end

local function used(...)
  local totals, hour = {}, math.floor(now / HOUR)
  for past = hour - 24, hour do
    local counts = redis.call('HMGET', hourly(past), ...)
    for i = 1, #counts do totals[i] = (totals[i] or 0) + tonumber(counts[i] or '0') end
  end
  return totals
end

local function book(hour, class, caller, tool, units)
  redis.call('HINCRBY', hourly(hour), 'k:' .. class, units)
  redis.call('HINCRBY', hourly(hour), 'c:' .. caller, units)
  redis.call('HINCRBY', hourly(hour), 't:' .. tool, units)
end

local function forgetHours()
  local first, oldest = number('firstHour'), math.floor(now / HOUR) - 24
  if first < oldest then
    for hour = first, math.min(oldest - 1, first + 48) do redis.call('DEL', hourly(hour)) end
    set('firstHour', oldest)
  end
end

-- How long until that count falls below the limit: units leave hour by hour.
local function untilUsedLess(field, count, limit)
  local hour = math.floor(now / HOUR)
  for past = hour - 24, hour do
    count = count - tonumber(redis.call('HGET', hourly(past), field) or '0')
    if count < limit then return (past + 25) * HOUR - now end
  end
  return DAY
end

-- After how many slots the units left run out at that rate, though others come free; nil: never.
local function runsDry(left, perSlot)
  if left < 0 then return 0 end
  if perSlot <= 0 then return nil end
  local first, fields = number('oldest'), {}
  for slot = first, first + KEPT - 1 do fields[#fields + 1] = 's:' .. slot end
  local units = redis.call('HMGET', state, unpack(fields))
  for i = 1, KEPT do
    left = left + tonumber(units[i] or '0') - perSlot
    if left < 0 then return i end
  end
end

-- What others spend of the day, as far as Gong let us know: taken to have been spent evenly.
local function foreign()
  local age = now - number('foreignAt')
  return math.ceil(number('foreign') * math.max(0, 1 - age / DAY))
end

-- Per mille of the full rate that is granted now. After a 429: half of what it was, and back.
local QUICK = 10000
local function share()
  local low, past = number('slowLow'), now - number('slowFrom')
  if low == 0 then return 1000 end
  if past <= 0 then return low end
  local knee, climb = math.max(low, number('slowKnee')), number('slowFor')
  if knee > low then
    if past < QUICK then return low + math.floor((knee - low) * past / QUICK) end
    past = past - QUICK
  end
  return math.min(1000, knee + math.floor((1000 - knee) * past / climb))
end

-- Gong had too many. Once in a while: half, and back within a minute. Again and again: others use
-- it as well, so back to just below where it happened, and from there the slower the more often.
local function slow(freeze)
  if now < number('frozen') then return end
  local current, times = share(), 1
  if number('slowAt') > 0 and now - number('slowAt') < math.max(600000, number('slowFor')) then
    times = number('slowTimes') + 1
  end
  local knee = 0
  if times > 1 then knee = math.floor(current * 0.9) end
  set('slowAt', now, 'slowTimes', times, 'slowLow', math.max(50, math.floor(current / 2)),
    'slowKnee', knee, 'slowFor', 60000 * 2 ^ math.min(times - 1, 4), 'slowFrom', now + freeze)
end

-- Adds what the topic knows and the ledger does not, such that at no later time fewer units count.
-- ARGV from `at` on: the number of pairs of age and units, the pairs, then triples of a name, age
-- and units, from which follows who spent them.
local function merge(at)
  local newest, units = math.floor(now / SLOT), {}
  local pairsEnd = at + 2 * tonumber(ARGV[at])
  local named = {}
  for i = pairsEnd + 1, #ARGV, 3 do
    local hour = math.floor((now - tonumber(ARGV[i + 1])) / HOUR)
    local key = hour .. ' ' .. ARGV[i]
    named[key] = named[key] or {hour, ARGV[i], 0}
    named[key][3] = named[key][3] + tonumber(ARGV[i + 2])
  end
  for _, name in pairs(named) do
    local known = tonumber(redis.call('HGET', hourly(name[1]), name[2]) or '0')
    if name[3] > known then redis.call('HSET', hourly(name[1]), name[2], name[3]) end
  end
  for i = at + 1, pairsEnd, 2 do
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

-- What the day leaves for a class; the room that is kept for control calls is theirs alone.
local function room(spent, class, counted, perDay, control, safety)
  local left = perDay - safety - foreign() - spent
  if class ~= 'C' then left = left - math.max(0, control - counted[1]) end
  return left
end

-- Nil where one more unit may be spent, else the bound that is reached and how long it holds.
local function bound(spent, class, caller, tool)
  local perDay, control, interactive = tonumber(ARGV[12]), tonumber(ARGV[13]), tonumber(ARGV[14])
  local background, safety = tonumber(ARGV[15]), tonumber(ARGV[16])
  local callerCap, toolCap = tonumber(ARGV[20]), tonumber(ARGV[21])
  if perDay < 0 then return nil end
  local counted = used('k:C', 'k:I', 'k:B', 'c:' .. caller, 't:' .. tool)
  local left = room(spent, class, counted, perDay, control, safety)
  if left <= 0 then return {'DAY_SPENT', now, untilFree(spent, spent + left)} end
  if callerCap >= 0 and counted[4] >= callerCap then
    return {'CALLER_CAP', now, untilUsedLess('c:' .. caller, counted[4], callerCap)}
  end
  if toolCap >= 0 and counted[5] >= toolCap then
    return {'TOOL_CAP', now, untilUsedLess('t:' .. tool, counted[5], toolCap)}
  end
  if class == 'B' then
    if counted[3] >= background then
      return {'SHARE_SPENT', now, untilUsedLess('k:B', counted[3], background)}
    end
    -- Background calls leave interactive ones what is reserved for them, and what they will need
    -- at the rate of the last hour.
    local hour = math.floor(now / HOUR)
    local recent = tonumber(redis.call('HGET', hourly(hour), 'k:I') or '0')
      + tonumber(redis.call('HGET', hourly(hour - 1), 'k:I') or '0')
    local perSlot = recent / ((HOUR + now % HOUR) / SLOT)
    local reserved = math.max(0, interactive - counted[2])
    if left - 1 < reserved or runsDry(left - 1, perSlot) then
      return {'SHARE_SPENT', now, math.max(60000, math.min(untilFree(spent, spent), 900000))}
    end
  end
end

-- Takes the holder's next turn. While guests send, one request a second is theirs.
local function turnOfHolder(interval, lookahead, perSecond)
  local spacing = math.ceil(interval * 1000 / share())
  local turn = math.max(now, number('turn'))
  if perSecond < number('perSecond') then turn = math.max(turn, now + SECOND) end
  if turn - now > lookahead then return nil, turn - now - lookahead end
  if turn < number('guestEnd') and perSecond > 1 then
    spacing = math.max(spacing, math.ceil(interval * perSecond / (perSecond - 1)))
  end
  if math.ceil(SECOND / spacing) >= perSecond then
    set('fullEnd', math.max(number('fullEnd'), turn + GRACE))
  end
  set('turn', turn + spacing, 'perSecond', perSecond)
  return turn - now, spacing
end

-- Takes a guest's next turn: after all that the holder may send at its full rate has arrived and a
-- second has passed, and as long after the guest before. From now on the holder leaves room.
local function turnOfGuest(permit)
  local turn = math.max(now, number('guestTurn'), number('fullEnd') + LONGEST_WAY + SECOND)
  local over = turn + GUEST_GRACE + LONGEST_WAY + SECOND
  set('guestEnd', math.max(number('guestEnd'), over))
  if turn - now > GUEST_LOOKAHEAD then return nil, turn - now end
  local spacing = math.ceil((over - turn) * 1000 / share())
  set('guestTurn', turn + spacing, 'guestPermit', permit)
  return turn - now, spacing
end

if verb == 'admit' then
  local guest = ARGV[22] == '1'
  if not guest then
    local refused = hold(ARGV[5], tonumber(ARGV[6]))
    if refused then return refused end
  end
  local permit, life = ARGV[7], tonumber(ARGV[8])
  local interval, lookahead, perSecond = tonumber(ARGV[9]), tonumber(ARGV[10]), tonumber(ARGV[11])
  local class, caller, tool = ARGV[17], ARGV[18], ARGV[19]
  local settling = number('floor') - now
  if settling > 0 and not guest then return {'SETTLING', now, settling} end
  local frozen = number('frozen') - now
  if frozen > 0 then
    if number('frozenForDay') == 1 then return {'DAY_SPENT', now, frozen} end
    return {'FROZEN', now, frozen}
  end
  if guest and interval > 0 and perSecond < 2 then return {'NO_GUESTS', now} end
  local spent = roll()
  forgetHours()
  local refused = bound(spent, class, caller, tool)
  if refused then return refused end
  local delay, spacing = 0, 0
  if interval > 0 then
    if guest then
      delay, spacing = turnOfGuest(permit)
    else
      delay, spacing = turnOfHolder(interval, lookahead, perSecond)
    end
    if not delay then return {'NOT_YET', now, spacing} end
  end
  local hour = math.floor(now / HOUR)
  redis.call('HINCRBY', state, 's:' .. math.floor(now / SLOT), 1)
  book(hour, class, caller, tool, 1)
  redis.call('HSET', hourly(hour), 'p:' .. permit, class .. '\31' .. caller .. '\31' .. tool)
  local last = math.min(life, delay + GRACE + SLACK)
  set('spent', spent + 1, 'horizon', math.max(number('horizon'), now + last))
  redis.call('ZADD', open, now, permit)
  redis.call('ZREMRANGEBYSCORE', open, '-inf', now - REMEMBERED)
  return {'ADMITTED', now, spent + 1, delay, spacing}
end

-- What was counted for one caller and tool counts for those who really sent.
local function settle(permit, granted, unused, caller, tool)
  local hour = math.floor(granted / HOUR)
  local entry = redis.call('HGET', hourly(hour), 'p:' .. permit)
  if not entry then return end
  redis.call('HDEL', hourly(hour), 'p:' .. permit)
  local class, booked, bookedTool = string.match(entry, '^(.*)\31(.*)\31(.*)$')
  if unused then
    book(hour, class, booked, bookedTool, -1)
  elseif caller ~= '' and tool ~= '' and (caller ~= booked or tool ~= bookedTool) then
    book(hour, class, booked, bookedTool, -1)
    book(hour, class, caller, tool, 1)
  end
end

-- Gong was asked too often. If it wants hours of rest while our day is not spent, others spent it.
local function freezeFor(freeze, perDay)
  local day = freeze >= HOUR
  if not day then slow(freeze) end
  local until_ = now + freeze
  if until_ > number('frozen') then set('frozen', until_, 'frozenForDay', day and 1 or 0) end
  local spent = roll()
  if day and perDay >= 0 and perDay - spent > foreign() then
    set('foreign', perDay - spent, 'foreignAt', now)
  end
end

if verb == 'outcome' then
  local holder, lease, permit = ARGV[5], tonumber(ARGV[6]), ARGV[7]
  local unused, freeze, responded = ARGV[8] == '1', tonumber(ARGV[9]), ARGV[13] == '1'
  local guest = ARGV[14] == '1'
  if not guest and redis.call('HGET', state, 'holder') == holder then
    set('lease', math.max(number('lease'), now + lease))
  end
  local granted = tonumber(redis.call('ZSCORE', open, permit) or 'nil')
  if freeze > 0 then freezeFor(freeze, tonumber(ARGV[10])) end
  if granted then
    redis.call('ZREM', open, permit)
    local slot = math.floor(granted / SLOT)
    roll()
    -- A guest's unit stands on the topic already, so it is not given back.
    settle(permit, granted, unused and not guest, ARGV[11], ARGV[12])
    if unused and not guest and number('s:' .. slot) > 0 then
      redis.call('HINCRBY', state, 's:' .. slot, -1)
      redis.call('HINCRBY', state, 'spent', -1)
    end
    if (responded or unused) and redis.call('HGET', state, 'guestPermit') == permit then
      local free = now + (responded and SECOND or 0)
      set('guestTurn', math.min(number('guestTurn'), free), 'guestEnd', math.min(number('guestEnd'), free))
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
  local perDay, control, safety = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
  local spent, counted, left, free, dry = roll(), used('k:C', 'k:I', 'k:B'), 0, 0, -1
  if perDay >= 0 then
    left = math.max(0, room(spent, 'I', counted, perDay, control, safety))
    if left == 0 then free = untilFree(spent, perDay - safety - foreign() - math.max(0, control - counted[1])) end
    local recent = 0
    for slot = math.floor(now / SLOT) - 12, math.floor(now / SLOT) do recent = recent + number('s:' .. slot) end
    local slots = runsDry(left, recent / (12 + (now % SLOT) / SLOT))
    if slots then dry = slots * SLOT end
  end
  return {'SEEN', now, spent, math.max(number('frozen') - now, 0), free, left, share(), foreign(), dry,
    number('frozenForDay'), counted[1], counted[2], counted[3], redis.call('HGET', state, 'holder') or ''}
end

return redis.error_reply('unknown verb ' .. verb)

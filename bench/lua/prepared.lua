-- wrk: prepared requests, one after the other, and a line of JSON with what came back.
--   get PATH COOKIE                      the same page again and again
--   post PATH FILE START once|repeat     one line of FILE (cookie, tab, body) per request

local lines, place, again = {}, 0, false

function init(args)
  local kind = args[1]
  wrk.path = args[2]
  if kind == "get" then
    if args[3] and args[3] ~= "" then wrk.headers["Cookie"] = args[3] end
    return
  end
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
  local skip = tonumber(args[4])
  again = args[5] == "repeat"
  local number = 0
  for line in io.lines(args[3]) do
    if number >= skip then lines[#lines + 1] = line end
    number = number + 1
  end
  request = next_line
end

function next_line()
  place = place + 1
  if place > #lines then
    if again then
      place = 1
    else
      wrk.thread:stop()
      place = #lines
    end
  end
  local cookie, body = lines[place]:match("^([^\t]*)\t(.*)$")
  wrk.headers["Cookie"] = cookie
  return wrk.format(nil, nil, nil, body)
end

function done(summary, latency, requests)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format(
    '{"per_second": %.2f, "requests": %d, "failed": %d, "p50": %.3f, "p95": %.3f, "p99": %.3f}\n',
    summary.requests / (summary.duration / 1e6), summary.requests, failed,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000))
end

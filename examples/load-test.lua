-- What wrk asks, and what it makes of the answers: the same question to the same model must have the
-- same answer, or one was put together of two models.

local threads = {}

function setup(thread)
  threads[#threads + 1] = thread
  thread:set("number", #threads)
end

function init()
  math.randomseed(number)
  refused, torn, asked, answers = 0, 0, 0, {}
end

-- wrk does not tell which request an answer is for, so the answer does: it names user and model.
function request()
  asked = asked + 1
  if asked % 10 == 0 then
    local k = math.random(50)
    local body = string.format("%d,5\n%d,1\n%d,4\n", k, k + 100, k + 200)
    return wrk.format("POST", "/users/new-" .. k .. "/ratings", nil, body)
  end
  return wrk.format("GET", "/users/" .. math.random(943) .. "/recommendations")
end

function response(status, headers, body)
  local question = body:match('^{"model":%d+,"user":"[^"]+",')
  if status ~= 200 or question == nil then
    refused = refused + 1
  elseif answers[question] == nil then
    answers[question] = body
  elseif answers[question] ~= body then
    torn = torn + 1
  end
end

function done(summary, latency)
  local failed, mixed = 0, 0
  for _, thread in ipairs(threads) do
    failed = failed + thread:get("refused")
    mixed = mixed + thread:get("torn")
  end
  local errors = summary.errors
  failed = failed + errors.connect + errors.read + errors.write + errors.timeout
  print(string.format("figures %d %d %d %.2f %.2f %.2f", summary.requests, failed, mixed,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
end

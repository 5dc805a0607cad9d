-- The results of one exam with twenty questions, over and over; at the end one line: requests, microseconds, failed
-- requests, and p50 and p99 of the latency in microseconds.
local types = { "어휘", "문법", "빈칸 추론", "독해" }
local grades, questions = {}, {}
for grade, count in ipairs({ 3, 5, 8, 9, 5 }) do
    grades[grade] = string.format('{"grade":%d,"count":%d,"percentage":%.10f}', grade, count, count / 30 * 100)
end
for number = 1, 20 do
    local right = (27 - number) / 30
    questions[number] = string.format(
        '{"questionNumber":%d,"correctRate":%.10f,"incorrectRate":%.10f,"questionType":"%s","actualScore":5}',
        number, right, 1 - right, types[number % 4 + 1])
end

wrk.method = "POST"
wrk.body = '{"examName":"2026학년도 9월 모의고사 영어","totalParticipants":30,"averageScore":55.0,'
    .. '"highestScore":95,"lowestScore":15,"gradeDistribution":[' .. table.concat(grades, ",")
    .. '],"questionStatistics":[' .. table.concat(questions, ",") .. "]}"
wrk.headers["Content-Type"] = "application/json"

function done(summary, latency, requests)
    local errors = summary.errors
    local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
    io.write(string.format("RESULT %d %d %d %d %d\n", summary.requests, summary.duration, failed,
        latency:percentile(50), latency:percentile(99)))
end

/// English words and phrases, lower case, as whole words.
enum EnglishTerms {
    static let all: [(String, Term)] = [
        (.average, "average|averages|averaged|averaging|mean"),
        (.highest, "highest score|top score|best score|maximum score|highest mark|top mark|highest|top scorer|top"),
        (.lowest, "lowest score|bottom score|minimum score|lowest mark|lowest|bottom"),
        (.total, "out of|total points|maximum|full marks|full score|perfect|possible|points available"),
        (.score, "score|scores|scored|scoring|earned|result|points total"),
        (.correctRate, "correct rate|correct-rate|correct rates|success rate|accuracy|rate of correct|rate"),
        (.incorrectRate, "incorrect rate|error rate|wrong rate|failure rate"), (.share, "share|percentage|proportion"),
        (
            .difference,
            "difference|differences|gap|spread|range|margin|distance|apart|separates|separated|separate|ahead|"
                + "lead|away from"
        ),
        (.participants, "participants|took|sat|test-takers|examinees|candidates|entrants|participated|class of"),
        (.overall, "overall|whole|entire|class|everyone|everybody|group"),
        (.question, "question|questions|item|items|problem|problems|number|numbers|no.|nos."),
        (.typeNoun, "type|types|area|areas|section|sections|category|categories|unit|units|genre|genres|topic|topics"),
        (.gradeNoun, "grade|grades"), (.person, "student|students|pupil|pupils|learner|learners|people|classmates"),
        (.mistake, "mistake|mistakes|error|errors|wrong answer|wrong answers"),
        (
            .right,
            "correct|correctly|right|solved|answered correctly|got|solve|successful|succeeded"
        ),
        (.wrong, "wrong|incorrect|incorrectly|missed|miss|lost|failed|wrongly"),
        (.unmarked, "unmarked|blank|invalid|no valid answer|unanswered"),
        (.all, "all|every|flawless|entirely|perfectly"), (.each, "each|respectively|apiece"), (.both, "both"),
        (.nobody, "none|nobody|no one|no|never"), (.only, "only|just|merely"),
        (.rest, "other|others|remaining|rest"), (.this, "these|those|this|that|it|they|them|its|latter|former"),
        (.than, "than|against|compared with|compared to|over the|relative to"),
        (.higher, "higher|better|stronger|more successful|easier|outperformed|surpassed|beat"),
        (.lower, "lower|worse|weaker|harder|trailed|trails|lagged|lags|fell short|tougher|more difficult"),
        (.above, "above|ahead of|clear of"), (.below, "below|behind|beneath"),
        (.more, "more"), (.fewer, "fewer|less"), (.same, "same|equal|equals|equalled|identical|level with|tied"),
        (.most, "most"),
        (.hardest, "hardest|most difficult|toughest|most challenging|most demanding|trickiest|least successful"),
        (.easiest, "easiest|least difficult|most approachable|most accessible|simplest"),
        (.strongest, "strongest|best|most secure|safest|most successful|most reliable|went best"),
        (.weakest, "weakest|worst|poorest|least secure|most troublesome|most fragile"),
        (.largest, "largest|biggest|most common|most frequent|most populated|most numerous|greatest"),
        (.smallest, "smallest|fewest|least common|rarest|least"),
        (.hard, "hard|difficult|tough|challenging|demanding"), (.easy, "easy|easily|straightforward"),
        (.strong, "strong|good|solid|well"), (.weak, "weak|poor|weakness"), (.order, "in order|in that order"),
        (.next, "followed by|followed|next|then came|came second"),
        (
            .about,
            "about|around|roughly|approximately|some|nearly|almost|close to|near|approaching|or so|a little|slightly"
        ),
        (
            .barelyOver,
            "just over|a little over|slightly over|a little more than|slightly more than|just above|a shade over"
        ),
        (
            .barelyUnder,
            "just under|a little under|slightly under|a little less than|just below|slightly below|just short of"
        ),
        (
            .atLeast,
            "at least|or more|or higher|or above|or better|no fewer than|no less than|not less than|minimum of|upwards of"
        ),
        (.atMost, "at most|or less|or lower|or below|or worse|no more than|not more than|up to|or fewer|maximum of"),
        (.over, "over|more than|exceeding|exceeded|exceeds|exceed|greater than|beyond|topped|passed"),
        (.under, "under|less than|fewer than|short of"), (.between, "between"), (.band, "s"),
        (.and, "and|or|plus"),
        (
            .break_,
            "while|whereas|but|although|though|however|yet|by contrast|on the other hand"
        ),
        (.from, "from"), (.to, "to|through"), (.of, "of"), (.in_, "in|for|on|at|by"),
        (.is_, "is|was|are|were|be|being|came|stood|remains|remained"), (.not, "not|n't"),
        (.choose, "chose|chosen|choose|choice|selected|select|marked|picked|wrote|written|your answer"),
        (.answer, "correct answer|right answer|answer|answers|key|correct choice|right choice|correct option"),
        (.instead, "instead of|instead|rather than|in place of"),
        (
            .frequency,
            "a day|a week|daily|weekly|per day|per week|every day|every week|each day|each week|minutes|times"
        ),
        (.aspiration, "aim|reach|reaching|target|goal|towards|toward|aiming|within reach"),
    ].flatMap { term, words in words.split(separator: "|").map { (String($0), term) } }
}

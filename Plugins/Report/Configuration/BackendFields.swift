import Lumie

// The fields of contracts 2.7 and 3.4 that a report needs.

public enum ExamField: String, ContractFields {
    case name, category, gradingType, gradeScale, totalQuestions, correctAnswers, questionScores, questionTypes,
        totalPossibleScore, passScore, createdAt
}

public enum StudentField: String, ContractFields {
    case name, academyName, studentHighschool
}

public enum ResultField: String, ContractFields {
    case id, examId, examName, studentId, score, grade, correctCount, incorrectCount, createdAt
}

public enum AnswerField: String, ContractFields {
    case questionNumber, selectedChoice, correctAnswer, isCorrect, score, earnedScore, questionType
}

public enum RankField: String, ContractFields {
    case rank, totalParticipants, percentile, grade, typePercentiles
    case typeName = "typePercentiles.questionType"
    case typePercentile = "typePercentiles.percentile"
}

public enum StatisticsField: String, ContractFields {
    case participantCount, average, highest, lowest, standardDeviation, gradeDistribution, scoreRangeDistribution,
        typeAccuracyList, topIncorrectQuestions
    case grade = "gradeDistribution.grade"
    case gradeCount = "gradeDistribution.count"
    case gradePercentage = "gradeDistribution.percentage"
    case range = "scoreRangeDistribution.range"
    case rangeCount = "scoreRangeDistribution.count"
    case rangePercentage = "scoreRangeDistribution.percentage"
    case typeName = "typeAccuracyList.questionType"
    case typeAccuracy = "typeAccuracyList.accuracyRate"
    case missedNumber = "topIncorrectQuestions.questionNumber"
    case missedType = "topIncorrectQuestions.questionType"
    case missedAnswer = "topIncorrectQuestions.correctAnswer"
    case missedRate = "topIncorrectQuestions.incorrectRate"
    case missedChoice = "topIncorrectQuestions.topWrongChoice"
    case missedChoiceRate = "topIncorrectQuestions.topWrongChoiceRate"
}

public enum ChoicesField: String, ContractFields {
    case questions
    case questionNumber = "questions.questionNumber"
    case questionType = "questions.questionType"
    case correctAnswer = "questions.correctAnswer"
    case correctRate = "questions.correctRate"
    case choiceDistribution = "questions.choiceDistribution"
    case choicePercentage = "questions.choiceDistribution.percentage"
    case choiceCount = "questions.choiceDistribution.count"
    case choiceIsCorrect = "questions.choiceDistribution.isCorrect"
}

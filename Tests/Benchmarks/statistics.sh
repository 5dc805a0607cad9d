# Figures over rounds: a file of samples has one line for each round, with the same columns.

# The median of the numbers on standard input.
median() {
    sort -g | awk '{ value[NR] = $1 } END { if (NR) print (value[int((NR + 1) / 2)] + value[int(NR / 2) + 1]) / 2 }'
}

# medians FILE: the median of each column.
medians() {
    local column columns
    columns=$(awk 'NR == 1 { print NF }' "$1")
    for ((column = 1; column <= columns; column++)); do
        awk -v c="$column" '{ print $c }' "$1" | median
    done | paste -s -d ' '
}

# ratios FILE OTHER: the median of the rounds' ratios, column by column: rounds are compared, not sums, because what
# else the machine did in a round slowed both.
ratios() {
    paste -d ' ' "$1" "$2" | awk '{
        half = NF / 2
        for (c = 1; c <= half; c++) printf "%s ", ($(c + half) > 0 ? $c / $(c + half) : 0)
        print ""
    }' >"$work/ratios"
    medians "$work/ratios"
}

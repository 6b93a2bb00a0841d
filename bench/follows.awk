# Compares a history with a golden trajectory, epoch by epoch where both have it, relatively:
#
#     awk -F, -f follows.awk trajectory.csv history.csv
#
# Limits: 1e-5 in every column to epoch 400; in the totals 1e-3 to epoch 3 000 and 5e-3 after.
# Prints one JSON object; exit code 1 where a limit is passed or nothing could be compared.
FNR == 1 { next }
NR == FNR { for (k = 2; k <= NF; k++) golden[$1, k] = $k; known[$1] = 1; next }
$1 in known {
  rows++
  last = $1
  for (k = 2; k <= NF; k++) {
    total = k == 5 || k == 9
    if ($1 > 400 && !total) continue
    # Versions of awk differ in what they make of NaN.
    error = $k ~ /^-?[0-9]/ ? $k / golden[$1, k] - 1 : 9
    if (error < 0) error = -error
    span = $1 <= 400 ? 1 : $1 <= 3000 ? 2 : 3
    if (error > worst[span]) worst[span] = error
  }
}
END {
  followed = rows > 0 && worst[1] <= 1e-5 && worst[2] <= 1e-3 && worst[3] <= 5e-3
  printf "{\"rows\": %d, \"last_epoch\": %d, \"worst_to_400\": %.2e, \"worst_total_to_3000\": %.2e, \"worst_total_after\": %.2e, \"followed\": %s}\n",
    rows, last, worst[1], worst[2], worst[3], followed ? "true" : "false"
  exit !followed
}

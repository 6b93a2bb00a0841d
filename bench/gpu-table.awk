# Reads gpu-predictions.csv and then a run's results.csv; takes -v gpu=NAME. Prints a table of what was predicted and
# what was measured; with -v line=1 one line of the best.

# A line of CSV in fields[1..]; quotes inside quotes are doubled.
function split_csv(text, fields,    count, field, quoted, k, c) {
  count = 0; field = ""; quoted = 0
  for (k = 1; k <= length(text); k++) {
    c = substr(text, k, 1)
    if (quoted && c == "\"" && substr(text, k + 1, 1) == "\"") { field = field c; k++ }
    else if (c == "\"") quoted = !quoted
    else if (c == "," && !quoted) { fields[++count] = field; field = "" }
    else field = field c
  }
  fields[++count] = field
  return count
}

function rounded(us) { return us >= 1000 ? sprintf("%.2f ms", us / 1000) : sprintf("%.1f µs", us) }

FNR == 1 { next }

NR == FNR {
  split_csv($0, f)
  if (index(gpu, f[1])) predicted[f[2]] = f[3] == "" ? "at most " f[4] " µs" : f[3] "–" f[4] " µs"
  next
}

{
  split_csv($0, f)
  us = ""
  if (match(f[3], /, [0-9.]+ ms each/)) us = 1000 * substr(f[3], RSTART + 2, RLENGTH - 10)
  if (us != "" && f[2] == "passed") {
    if (f[1] ~ /^times: d=100 / && (best == "" || us < least)) {
      least = us
      best = rounded(us) " an epoch of MovieLens-100K at d = 100 (" substr(f[1], 14) ")"
    }
    shown = rounded(us)
  } else if (match(f[3], /[0-9.]+ of the time/)) shown = substr(f[3], RSTART, RLENGTH)
  else shown = f[2] (f[2] == "passed" ? "" : ": " f[3])
  if (f[2] == "passed" && us == "" && f[1] !~ /^(selftest|bits|goldens|golden-ends|sanitizer|machine-code|batch)/) next
  gsub(/\|/, "/", shown)
  rows = rows "| " f[1] " | " (f[1] in predicted ? predicted[f[1]] : "") " | " shown " |\n"
}

END {
  if (line) print best == "" ? "no epoch was timed" : best
  else printf "| step | predicted | measured |\n| --- | --- | --- |\n%s", rows
}

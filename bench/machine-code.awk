# Holds what must be true of the kernels' machine code, as `cuobjdump -sass` prints it, for every architecture in it.
# Takes -v doubles=REGEX: the kernels that may multiply doubles (kernels/src/main/cuda/doubles.regex), and before the
# listing gravmf.tsv, where ptxas says which kernels spill a few registers on which architecture.
# Prints a line for each thing that is not, and one that sums up; exit code 1 where anything is not, or nothing was read.

function broken(what) { print architecture " " kernel ": " what; bad = 1 }

function end_of_kernel() {
  if (kernel == "") return
  kernels++
  if (kernel ~ /^gravmf_(sparse|validation|conjugate|persistent|update)_[0-9]+$/ && vectors < 4)
    broken("rows are not loaded by 16 bytes: " vectors " such loads")
  kernel = ""
}

FNR == NR {
  if ($4 > 0) spills["sm_" $1, $2] = 1
  next
}

/^arch = / || /code for sm_/ { end_of_kernel(); architecture = $NF }
/Function : / { end_of_kernel(); kernel = $NF; vectors = 0 }
kernel == "" { next }

# What a launch writes may be read from before by the read-only path.
/LDG[.A-Z0-9]*\.CONSTANT/ { broken("a load by the read-only path: " $0) }
/[^A-Z](LDL|STL)[. ]/ && !((architecture, kernel) in spills) { broken("local memory: " $0) }
/[^A-Z](DMUL|DFMA)[. ]/ && kernel !~ ("^(" doubles ")$") { broken("doubles are multiplied: " $0) }
/LDG[.A-Z0-9]*\.128/ { vectors++ }

END {
  end_of_kernel()
  if (!kernels) { print "no kernel was read"; exit 1 }
  if (bad) exit 1
  print kernels " kernels: no read-only loads, local memory only where ptxas says, rows by 16 bytes, doubles only where sums are long"
}

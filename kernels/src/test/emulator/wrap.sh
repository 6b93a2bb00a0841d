# Sourced by build.sh and build-replay.sh. Writes a translation unit that includes a .cu file and registers the entry points that are
# found in its preprocessed text. Takes the .cu file and the wrapper's name; uses $compiler and the array kernel_flags.
wrap() {
  local bounds='__launch_bounds__ *\([^()]*(\([^()]*\)[^()]*)*\)'
  {
    echo "#include \"$1\""
    echo '#include "launch.h"'
    echo 'namespace {'
    echo '[[maybe_unused]] const bool registered = [] {'
    echo '  using namespace gravmf::emulator;'
    "$compiler" -E -P -DGRAVMF_EMULATOR_SCAN -x c++ "${kernel_flags[@]}" "$1" | tr '\n' ' ' |
      grep -oE "extern \"C\" __global__ *($bounds)? *void *($bounds)? *[A-Za-z0-9_]+ *\(" |
      sed -E "s/^.*__launch_bounds__ *\((.*)\) *(void *)?([A-Za-z0-9_]+) *\($/\3 \1/; s/^extern.*void *([A-Za-z0-9_]+) *\($/\1/" |
      while read -r name arguments; do
        echo "  register_entry(Trampoline<&::$name>::entry(\"$name\", launch_bounds($arguments)));"
      done || { echo "gravmf: $1 has no entry points" >&2; exit 1; }
    echo '  return true;'
    echo '}();'
    echo '}  // namespace'
  } > "$2"
}

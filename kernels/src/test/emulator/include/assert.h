// A failed assertion in a kernel ends the launch, not the process. No include guard, as <assert.h> must not have one.
#undef assert
#ifdef NDEBUG
#define assert(condition) (static_cast<void>(0))
#else
#define assert(condition) \
  (static_cast<bool>(condition) ? static_cast<void>(0) : gravmf::emulator::fail_assertion(#condition, __FILE__, __LINE__))
#endif

namespace gravmf::emulator {
[[noreturn]] void fail_assertion(const char *condition, const char *file, int line);
}

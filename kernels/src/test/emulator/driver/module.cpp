// Modules. The image is only looked at to see that it is one: the code that runs is the kernels that g++ compiled.
#include <dlfcn.h>
#include <link.h>

#include <cstring>
#include <fstream>

#include "function.h"
#include "state.h"

namespace gravmf::emulator {

struct Module {
  Context *context = nullptr;
  std::map<std::string, Function *> functions;
};

namespace {

// The kernels' machine code is built for compute capability 7.5 and later.
constexpr long long kLowestCapability = 75;
constexpr std::size_t kLookAhead = 4096;

bool looks_like_ptx(const char *text) {
  std::size_t length = strnlen(text, kLookAhead);
  return std::string(text, length).find(".version") != std::string::npos;
}

bool looks_like_code(const void *image) {
  static const unsigned char fat_binary[] = {0x50, 0xED, 0x55, 0xBA};
  static const unsigned char elf[] = {0x7F, 'E', 'L', 'F'};
  return std::memcmp(image, fat_binary, sizeof fat_binary) == 0 || std::memcmp(image, elf, sizeof elf) == 0 ||
         looks_like_ptx(static_cast<const char *>(image));
}

CUresult load(CUmodule *module, const void *image) {
  if (module == nullptr || image == nullptr) return CUDA_ERROR_INVALID_VALUE;
  if (CUresult refused = forbidden_by_capture(); refused != CUDA_SUCCESS) return refused;
  if (!looks_like_code(image)) return CUDA_ERROR_INVALID_IMAGE;
  if (state().settings.capability < kLowestCapability) return CUDA_ERROR_NO_BINARY_FOR_GPU;
  *module = new Module;
  (*module)->context = current_context();
  state().modules.insert(*module);
  return CUDA_SUCCESS;
}

void unload(Module *module) {
  for (auto &[name, function] : module->functions) {
    state().functions.erase(function);
    delete function;
  }
  delete module;
}

}  // namespace

void forget_modules(Context *context) {
  auto &modules = state().modules;
  for (auto it = modules.begin(); it != modules.end();) {
    if ((*it)->context != context) {
      ++it;
      continue;
    }
    unload(*it);
    it = modules.erase(it);
  }
}

}  // namespace gravmf::emulator

using namespace gravmf::emulator;

DRIVER cuModuleLoadData(CUmodule *module, const void *image) {
  BEGIN_CALL(kContext);
  return load(module, image);
}

DRIVER cuModuleLoadDataEx(CUmodule *module, const void *image, unsigned, int *, void **) {
  BEGIN_CALL(kContext);
  return load(module, image);
}

DRIVER cuModuleLoadFatBinary(CUmodule *module, const void *image) {
  BEGIN_CALL(kContext);
  return load(module, image);
}

DRIVER cuModuleLoad(CUmodule *module, const char *path) {
  BEGIN_CALL(kContext);
  std::ifstream file(path, std::ios::binary);
  if (!file) return static_cast<CUresult>(301);  // CUDA_ERROR_FILE_NOT_FOUND
  std::string image((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  image.resize(std::max<std::size_t>(image.size(), 4));
  return load(module, image.c_str());
}

DRIVER cuModuleUnload(CUmodule module) {
  BEGIN_RELEASE(kContext);
  if (state().modules.count(module) == 0) return call.answer(CUDA_ERROR_INVALID_HANDLE);
  run_all(module->context);
  state().modules.erase(module);
  unload(module);
  return call.answer(CUDA_SUCCESS);
}

DRIVER cuModuleGetFunction(CUfunction *function, CUmodule module, const char *name) {
  BEGIN_CALL(kContext);
  if (function == nullptr || name == nullptr) return CUDA_ERROR_INVALID_VALUE;
  if (state().modules.count(module) == 0) return CUDA_ERROR_INVALID_HANDLE;
  const Entry *entry = find_entry(name);
  if (entry == nullptr) return CUDA_ERROR_NOT_FOUND;
  auto [known, inserted] = module->functions.emplace(name, nullptr);
  if (inserted) {
    known->second = new Function{entry, module, kSharedPerBlock};
    state().functions.insert(known->second);
  }
  *function = known->second;
  return CUDA_SUCCESS;
}

DRIVER cuFuncGetModule(CUmodule *module, CUfunction function) {
  BEGIN_CALL(kContext);
  if (state().functions.count(function) == 0) return CUDA_ERROR_INVALID_HANDLE;
  *module = function->module;
  return CUDA_SUCCESS;
}

// An extern "C" __device__ or __constant__ variable.
DRIVER cuModuleGetGlobal_v2(CUdeviceptr *address, std::size_t *bytes, CUmodule module, const char *name) {
  BEGIN_CALL(kContext);
  if (state().modules.count(module) == 0) return CUDA_ERROR_INVALID_HANDLE;
  Dl_info self, found;
  const ElfW(Sym) *symbol = nullptr;
  dladdr(reinterpret_cast<void *>(&cuModuleGetGlobal_v2), &self);
  void *library = dlopen(self.dli_fname, RTLD_LAZY | RTLD_NOLOAD);
  void *variable = library != nullptr ? dlsym(library, name) : nullptr;
  if (library != nullptr) dlclose(library);
  if (variable == nullptr || dladdr1(variable, &found, (void **)&symbol, RTLD_DL_SYMENT) == 0 || symbol == nullptr ||
      found.dli_fbase != self.dli_fbase || ELF64_ST_TYPE(symbol->st_info) != STT_OBJECT) {
    return CUDA_ERROR_NOT_FOUND;
  }
  auto base = reinterpret_cast<std::uintptr_t>(variable);
  Allocation allocation;
  allocation.bytes = symbol->st_size;
  allocation.kind = MemoryKind::kGlobal;
  allocation.context = current_context();
  state().memory[base] = allocation;
  if (address != nullptr) *address = base;
  if (bytes != nullptr) *bytes = allocation.bytes;
  return CUDA_SUCCESS;
}

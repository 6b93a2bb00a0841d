// The functions of the driver that replay/ calls.
#pragma once

#include "../driver/api.h"

DRIVER cuInit(unsigned flags);
DRIVER cuCtxCreate_v2(CUcontext *context, unsigned flags, CUdevice device);
DRIVER cuCtxDestroy_v2(CUcontext context);
DRIVER cuCtxPushCurrent_v2(CUcontext context);
DRIVER cuCtxPopCurrent_v2(CUcontext *context);
DRIVER cuCtxGetCurrent(CUcontext *context);
DRIVER cuCtxSynchronize();
DRIVER cuModuleLoadData(CUmodule *module, const void *image);
DRIVER cuModuleGetFunction(CUfunction *function, CUmodule module, const char *name);
DRIVER cuFuncSetAttribute(CUfunction function, int attribute, int value);
DRIVER cuLaunchKernel(CUfunction function, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x, unsigned block_y, unsigned block_z, unsigned shared_bytes, CUstream stream, void **parameters, void **extra);
DRIVER cuLaunchCooperativeKernel(CUfunction function, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x, unsigned block_y, unsigned block_z, unsigned shared_bytes, CUstream stream, void **parameters);
DRIVER cuMemAlloc_v2(CUdeviceptr *pointer, std::size_t bytes);
DRIVER cuMemFree_v2(CUdeviceptr pointer);
DRIVER cuMemAllocHost_v2(void **pointer, std::size_t bytes);
DRIVER cuMemFreeHost(void *pointer);
DRIVER cuMemcpyHtoD_v2(CUdeviceptr to, const void *from, std::size_t bytes);
DRIVER cuMemcpyDtoH_v2(void *to, CUdeviceptr from, std::size_t bytes);
DRIVER cuMemcpyDtoD_v2(CUdeviceptr to, CUdeviceptr from, std::size_t bytes);
DRIVER cuMemcpyHtoDAsync_v2(CUdeviceptr to, const void *from, std::size_t bytes, CUstream stream);
DRIVER cuMemcpyDtoHAsync_v2(void *to, CUdeviceptr from, std::size_t bytes, CUstream stream);
DRIVER cuMemcpyDtoDAsync_v2(CUdeviceptr to, CUdeviceptr from, std::size_t bytes, CUstream stream);
DRIVER cuMemsetD8_v2(CUdeviceptr to, unsigned char value, std::size_t count);
DRIVER cuMemsetD32_v2(CUdeviceptr to, unsigned value, std::size_t count);
DRIVER cuMemsetD8Async(CUdeviceptr to, unsigned char value, std::size_t count, CUstream stream);
DRIVER cuMemsetD32Async(CUdeviceptr to, unsigned value, std::size_t count, CUstream stream);
DRIVER cuStreamCreate(CUstream *stream, unsigned flags);
DRIVER cuStreamDestroy_v2(CUstream stream);
DRIVER cuStreamSynchronize(CUstream stream);
DRIVER cuStreamWaitEvent(CUstream stream, CUevent event, unsigned);
DRIVER cuEventCreate(CUevent *event, unsigned flags);
DRIVER cuEventDestroy_v2(CUevent event);
DRIVER cuEventRecord(CUevent event, CUstream stream);
DRIVER cuEventSynchronize(CUevent event);
DRIVER cuStreamBeginCapture_v2(CUstream stream, int mode);
DRIVER cuStreamEndCapture(CUstream stream, CUgraph *graph);
DRIVER cuGraphInstantiateWithFlags(CUgraphExec *exec, CUgraph graph, unsigned long long);
DRIVER cuGraphLaunch(CUgraphExec exec, CUstream stream);
DRIVER cuGraphDestroy(CUgraph graph);
DRIVER cuGraphExecDestroy(CUgraphExec exec);

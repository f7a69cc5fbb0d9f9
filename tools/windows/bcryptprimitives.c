/* For Wine 8 alone, which lacks this DLL: randomness for Rust's standard library. Windows has the real one; no pack contains this. */
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID into, ULONG length);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE into, SIZE_T length) { return SystemFunction036(into, (ULONG)length); }

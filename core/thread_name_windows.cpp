// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/thread_name.h"

#include <windows.h>

#include <string>

namespace pipit {

namespace {

using SetDescription = HRESULT(WINAPI *)(HANDLE, PCWSTR);

// Asked for by name: not every compiler's headers and libraries know SetThreadDescription().
SetDescription setDescription()
{
    const HMODULE library = GetModuleHandleW(L"KernelBase.dll");
    return library ? reinterpret_cast<SetDescription>(reinterpret_cast<void *>(GetProcAddress(library, "SetThreadDescription"))) : nullptr;
}

} // namespace

void nameThread(const char *name)
{
    static const SetDescription set = setDescription();
    if (!set)
        return;
    std::wstring wide;
    for (; *name; ++name)
        wide += wchar_t(static_cast<unsigned char>(*name)); // the house's names are ASCII
    set(GetCurrentThread(), wide.c_str());
}

} // namespace pipit

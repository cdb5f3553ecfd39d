/** JavaScript in a sandbox: QuickJS compiled to WebAssembly, run by a virtual machine written in Java. */
@NullMarked
package io.flowork.functions.script;

import org.jspecify.annotations.NullMarked;

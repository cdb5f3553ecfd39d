/** The language server as part of this process: what all its sessions share. */
@NullMarked
package io.flowork.host.editor;

import org.jspecify.annotations.NullMarked;

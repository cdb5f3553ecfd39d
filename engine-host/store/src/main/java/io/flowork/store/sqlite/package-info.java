/** The store on SQLite: one file, one thread that writes, many that read. SQL is nowhere else. */
@NullMarked
package io.flowork.store.sqlite;

import org.jspecify.annotations.NullMarked;

/** Tests of forks of stored runs. */
@org.jspecify.annotations.NullMarked
package io.flowork.runtime.fork;

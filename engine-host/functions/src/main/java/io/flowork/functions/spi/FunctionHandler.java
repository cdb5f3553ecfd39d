package io.flowork.functions.spi;

import io.flowork.grammar.json.JsonValue;

/**
 * Carries out calls of one function. Found through {@link java.util.ServiceLoader}.
 *
 * <p>A call may block: each has a thread of its own, and many run at the same time. It must be safe to make the same
 * call twice with the same {@link FunctionCall#key()}: after a crash a call whose result was not yet recorded is made again.
 *
 * <p>Of a plug-in's function the engine checks the arguments against {@link FunctionDescriptor#input()} before the call and
 * the result against {@link FunctionDescriptor#output()} after it, and secrets in the arguments are plain values. A call that
 * has lost its time is interrupted; one that goes on all the same keeps its thread, and too many of those shut the function.
 */
public interface FunctionHandler {
    /** What the function is called and what goes in and comes out. */
    FunctionDescriptor descriptor();

    /**
     * Makes a call and waits for its result.
     *
     * @param call the arguments and what the engine offers
     * @return the task's raw output
     * @throws FunctionException if the call failed; its error is what the workflow sees
     * @throws InterruptedException if the call was cancelled: it must stop what it does, and its result is not wanted
     */
    JsonValue call(FunctionCall call) throws FunctionException, InterruptedException;
}

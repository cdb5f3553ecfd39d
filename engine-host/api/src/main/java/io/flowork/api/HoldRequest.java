package io.flowork.api;

/**
 * Lets a run go on, if it is held, up to the first of these points.
 *
 * @param runId a run that this session controls
 * @param at where to hold it
 */
public record HoldRequest(String runId, HoldPoints at) {}

package io.flowork.store;

/**
 * What started a run as its child.
 *
 * @param run the id of the parent run
 * @param key the key of the parent's effect
 */
public record ParentRun(String run, String key) {}

package io.flowork.store;

import io.flowork.grammar.json.JsonObject;

/**
 * A command that was given to a run, and what was answered: the same command again gives the same answer.
 *
 * @param run the run
 * @param id what whoever gave it calls it; no other command to the run is called so
 * @param request what was to be done
 * @param answer what was answered
 */
public record StoredCommand(String run, String id, JsonObject request, JsonObject answer) {}

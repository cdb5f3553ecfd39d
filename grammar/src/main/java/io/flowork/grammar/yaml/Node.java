package io.flowork.grammar.yaml;

import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;

/** A node of a document. The same node may stand in several places when an alias repeats it. */
public sealed interface Node permits ScalarNode, SequenceNode, MappingNode, ErrorNode {
    /** Where it stands: from its first character to after its last one, without comments or blank lines around. */
    Range range();

    /** What it stands for as data; an unreadable part is null. */
    JsonValue json();

    /** The number of nodes in it, itself included and aliases counted as often as they are used. */
    long size();

    /** How deeply it is nested: 1 for a scalar. */
    int height();
}

package io.flowork.core.jq;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names visible at a place: the innermost binding and the scope around it.
 *
 * @param binding the innermost binding
 * @param outer the scope around it
 */
record Scope(Binding binding, @Nullable Scope outer) {
    /** What a name stands for. */
    sealed interface Binding {
        /** The name; for labels with a leading {@code *}, for variables with a leading {@code $}. */
        String name();
    }

    /** A variable or label in a register. */
    record Local(String name, Emitter owner, int register) implements Binding {}

    /** An argument of the function being compiled. */
    record Parameter(String name, Emitter owner, int index) implements Binding {}

    /** A function. */
    record Function(String name, int arity, Definition definition) implements Binding {}

    static Scope with(@Nullable Scope outer, Binding binding) {
        return new Scope(binding, outer);
    }

    /** The variable ({@code $name}) or label ({@code *name}) with this name. */
    static @Nullable Local local(@Nullable Scope scope, String name) {
        for (Scope s = scope; s != null; s = s.outer) {
            if (s.binding instanceof Local local && local.name.equals(name)) {
                return local;
            }
        }
        return null;
    }

    /** The function or argument with this name and number of arguments. */
    static @Nullable Binding callable(@Nullable Scope scope, String name, int arity) {
        for (Scope s = scope; s != null; s = s.outer) {
            switch (s.binding) {
                case Parameter parameter
                when arity == 0 && parameter.name.equals(name) -> {
                    return parameter;
                }
                case Function function
                when function.arity == arity && function.name.equals(name) -> {
                    return function;
                }
                case Parameter parameter -> {}
                case Function function -> {}
                case Local local -> {}
            }
        }
        return null;
    }

    /** All names of one sort, for suggestions: those that start with a prefix, without it. */
    static List<String> names(@Nullable Scope scope, String prefix) {
        List<String> names = new ArrayList<>();
        for (Scope s = scope; s != null; s = s.outer) {
            String name = s.binding.name();
            boolean local = s.binding instanceof Local;
            if (prefix.isEmpty() ? !local : local && name.startsWith(prefix)) {
                names.add(name.substring(prefix.length()));
            }
        }
        return names;
    }
}

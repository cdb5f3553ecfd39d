package io.flowork.host.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.toml.TomlFactory;
import io.flowork.grammar.text.Suggestions;
import io.flowork.host.exit.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Reads the settings in a TOML file. */
final class TomlFile {
    private TomlFile() {}

    /**
     * The settings in the text of a file, in its order.
     *
     * @param name how messages call it
     * @throws CommandException if it is no TOML, or sets something that cannot be set
     */
    static List<Setting> read(String text, String name) {
        List<Setting> settings = new ArrayList<>();
        for (Setting setting : flat(text, name)) {
            if (SettingKey.of(setting.key()) == null) {
                throw CommandException.usage(
                        "%s: there is no setting '%s'%s".formatted(name, setting.key(), suggestion(setting.key())));
            }
            settings.add(setting);
        }
        return settings;
    }

    private static String suggestion(String key) {
        List<String> names = SettingKey.names();
        String whole = Suggestions.didYouMean(key, names);
        int last = key.lastIndexOf('.');
        String table = last < 0 ? "" : Suggestions.didYouMean(key.substring(0, last), names);
        return !whole.isEmpty() ? whole : !table.isEmpty() ? table : "; there is " + String.join(", ", names);
    }

    private static List<Setting> flat(String text, String name) {
        List<Setting> settings = new ArrayList<>();
        Deque<String> path = new ArrayDeque<>();
        try (JsonParser parser = new TomlFactory().createParser(text)) {
            String field = "";
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case START_OBJECT -> path.addLast(field);
                    case END_OBJECT -> path.removeLast();
                    case FIELD_NAME -> field = parser.currentName();
                    case START_ARRAY ->
                        throw CommandException.usage(
                                "%s: '%s' is a list, but no setting is one".formatted(name, key(path, field)));
                    default -> settings.add(new Setting(key(path, field), parser.getText(), name));
                }
            }
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw CommandException.usage(
                    "%s:%d:%d: not TOML: %s".formatted(name, at.getLineNr(), at.getColumnNr(), e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings;
    }

    private static String key(Deque<String> path, String field) {
        List<String> parts = new ArrayList<>(path);
        parts.add(field);
        parts.removeIf(String::isEmpty);
        return String.join(".", parts);
    }
}

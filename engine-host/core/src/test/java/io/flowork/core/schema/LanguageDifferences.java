package io.flowork.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.OutputFormat;
import com.networknt.schema.Schema;
import io.flowork.grammar.diagnostic.Diagnostic;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The differences between the language model and the published schema that are meant; each is in {@code
 * docs/language.md}. What the schema rejects and we do not is explained by a rewriting that leaves the meaning and makes
 * the schema accept: nothing else can be wrong with the document then.
 */
final class LanguageDifferences {
    static final String TWO_WAYS = "two ways to authenticate";

    /** What the schema rejects. */
    private static final List<Rewriting> REWRITINGS = List.of(
            new Rewriting(
                    "only the schema rejects: expressions over several lines",
                    false,
                    (key, value) ->
                            value.isTextual() && value.textValue().strip().startsWith("${")
                                    ? TextNode.valueOf(value.textValue().replace('\n', ' '))
                                    : value),
            new Rewriting(
                    "only the schema rejects: certificates",
                    false,
                    (key, value) ->
                            value instanceof ObjectNode object && object.get("certificate") instanceof ObjectNode
                                    ? passwordForCertificate(object)
                                    : value),
            new Rewriting(
                    "only the schema rejects: arguments as an object before DSL 1.0.3",
                    false,
                    (key, value) ->
                            key.equals("arguments") && value.isObject() ? JsonNodeFactory.instance.arrayNode() : value),
            new Rewriting(
                    "both reject, we as an empty expression",
                    true,
                    (key, value) ->
                            value.isTextual() && value.textValue().strip().equals("${}")
                                    ? TextNode.valueOf("${ . }")
                                    : value),
            new Rewriting(
                    "both reject, we as an unknown reference",
                    true,
                    (key, value) -> key.equals("use")
                                    && value.isTextual()
                                    && value.textValue().isEmpty()
                            ? TextNode.valueOf("name")
                            : value));

    /** Two of the properties of an authentication, in the message about them. */
    private static final Pattern TWO_SCHEMES =
            Pattern.compile("^'?(basic|bearer|certificate|digest|oauth2|oidc)'?(,| and) .* exclude each other");

    private static final Pattern OAUTH_PATH = Pattern.compile("\"(token|revocation|introspection)\":$");

    private LanguageDifferences() {}

    private static JsonNode passwordForCertificate(ObjectNode authentication) {
        ObjectNode changed = authentication.deepCopy();
        changed.remove("certificate");
        changed.set(
                "basic",
                JsonNodeFactory.instance.objectNode().put("username", "a").put("password", "b"));
        return changed;
    }

    /**
     * A change that makes a document acceptable to the schema.
     *
     * @param explains the class of documents it is for
     * @param error whether we reject them too, with an error that is not one of structure
     * @param change makes a value from a key and its value
     */
    private record Rewriting(String explains, boolean error, BiFunction<String, JsonNode, JsonNode> change) {
        JsonNode apply(String key, JsonNode value) {
            JsonNode changed = change.apply(key, value);
            return switch (changed) {
                case ObjectNode object -> {
                    ObjectNode copy = JsonNodeFactory.instance.objectNode();
                    object.forEachEntry((name, member) -> copy.set(name, apply(name, member)));
                    yield copy;
                }
                case ArrayNode list -> {
                    ArrayNode copy = JsonNodeFactory.instance.arrayNode();
                    list.forEach(item -> copy.add(apply("", item)));
                    yield copy;
                }
                default -> changed;
            };
        }
    }

    /** The class of an error that a schema cannot express; null if it is one of structure. */
    static @Nullable String stricter(Diagnostic diagnostic, String text) {
        return switch (diagnostic.code()) {
            case "FW1404" ->
                OAUTH_PATH
                                .matcher(text.substring(0, diagnostic.range().start()))
                                .find()
                        ? "paths of OAuth 2 endpoints that are no URIs"
                        : null;
            case "FW1207" -> TWO_SCHEMES.matcher(diagnostic.message()).find() ? TWO_WAYS : null;
            case "FW1103" -> "version of the DSL";
            case "FW1209" -> "names unique in their list";
            case "FW1213" ->
                diagnostic.message().contains("64 bits")
                        ? "numbers of more than 64 bits"
                        : diagnostic.message().contains("negative") ? "negative durations" : null;
            case "FW1301" -> "targets of flow directives";
            case "FW1302", "FW1303" -> "references";
            case "FW1402" -> "cron expressions";
            case "FW1501", "FW1504" -> "jq syntax";
            case "FW1505" -> "expression language";
            case "FW1506", "FW1507", "FW1508", "FW1509", "FW1511" -> "functions and variables of jq";
            default -> null;
        };
    }

    /** The class of an error that the generated schema leaves to the check; null if it should find it as well. */
    static @Nullable String beyondSchemas(Diagnostic diagnostic, String text) {
        return switch (diagnostic.code()) {
            case "FW1404" -> "braces of URI templates";
            case "FW1407" -> "forms of older versions";
            default -> stricter(diagnostic, text);
        };
    }

    /**
     * The class of a document that the schema rejects although we find its structure right; null if there is none.
     *
     * @param rejected whether we have an error that is not one of structure
     */
    static @Nullable String looser(JsonNode document, Schema published, boolean rejected) {
        JsonNode rewritten = document;
        for (Rewriting rewriting : REWRITINGS) {
            if (rewriting.error && !rejected) {
                continue;
            }
            rewritten = rewriting.apply("", rewritten);
            if (published.validate(rewritten, OutputFormat.BOOLEAN)) {
                return rewriting.explains;
            }
        }
        return null;
    }
}

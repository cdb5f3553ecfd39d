package io.flowork.lsp.shell;

import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.lsp4j.jsonrpc.MessageIssueException;
import org.eclipse.lsp4j.jsonrpc.json.JsonRpcMethod;
import org.eclipse.lsp4j.jsonrpc.json.MessageJsonHandler;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.IdentifiableMessage;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.messages.MessageIssue;
import org.eclipse.lsp4j.jsonrpc.messages.NotificationMessage;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseMessage;
import org.jspecify.annotations.Nullable;

/** Reads a client's messages. Whatever is wrong with one, who asked is answered, and is told what is wrong in plain words. */
final class Messages extends MessageJsonHandler {
    /** How the JSON library says where in a message it was. */
    private static final Pattern PLACE = Pattern.compile(" path \\$(?:\\.params)?\\.?([\\w.\\[\\]]*)");

    /** Messages with these methods. */
    Messages(Map<String, JsonRpcMethod> methods) {
        super(methods);
    }

    @Override
    public Message parseMessage(Reader input) {
        String text = text(input);
        Message message;
        try {
            message = super.parseMessage(new StringReader(text));
        } catch (RuntimeException e) { // of the JSON library, whose kinds only LSP4J knows
            throw refused(text, e);
        }
        if (message == null) {
            throw issue(new RequestMessage(), null, ResponseErrorCode.InvalidRequest, "null is no message", null);
        }
        switch (message) {
            case RequestMessage request
            when request.getParams() == null && takesParameters(request.getMethod()) ->
                throw issue(
                        request,
                        request.getRawId(),
                        ResponseErrorCode.InvalidParams,
                        request.getMethod() + ": the parameters are missing",
                        null);
            case NotificationMessage news
            when news.getParams() == null && takesParameters(news.getMethod()) ->
                throw issue(
                        news,
                        null,
                        ResponseErrorCode.InvalidParams,
                        news.getMethod() + ": the parameters are missing",
                        null);
            default -> {}
        }
        return message;
    }

    /** Whether a method needs parameters; who says that it is initialized may say nothing else. */
    private boolean takesParameters(String method) {
        JsonRpcMethod known = getJsonRpcMethod(method);
        return known != null && known.getParameterTypes().length > 0 && !method.equals("initialized");
    }

    private static String text(Reader input) {
        StringWriter text = new StringWriter();
        try {
            input.transferTo(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** What is wrong with a message that could not be read, for who sent it. */
    private static MessageIssueException refused(String text, RuntimeException failure) {
        JsonValue read;
        try {
            read = JsonReader.parse(text);
        } catch (JsonSyntaxException e) {
            Message begun = failure instanceof MessageIssueException known ? known.getRpcMessage() : null;
            return issue(
                    begun == null ? new RequestMessage() : begun,
                    begun instanceof IdentifiableMessage with ? with.getRawId() : null,
                    ResponseErrorCode.ParseError,
                    "the message is no JSON: " + e.getMessage(),
                    failure);
        }
        JsonValue id = read instanceof JsonObject object ? object.get("id") : null;
        if (!(read instanceof JsonObject message)) {
            return issue(
                    new RequestMessage(),
                    null,
                    ResponseErrorCode.InvalidRequest,
                    "a message is an object, and each is sent alone",
                    failure);
        }
        if (!(message.get("method") instanceof JsonString method)) {
            boolean answer = message.has("result") || message.has("error");
            return issue(
                    answer ? new ResponseMessage() : new RequestMessage(),
                    id(id),
                    ResponseErrorCode.InvalidRequest,
                    answer ? "the answer is not as the protocol has it" + place(failure) : "the message has no method",
                    failure);
        }
        return issue(
                id == null ? new NotificationMessage() : new RequestMessage(),
                id(id),
                ResponseErrorCode.InvalidParams,
                method.value() + ": the parameters are not as the protocol has them" + place(failure),
                failure);
    }

    private static @Nullable Either<String, Number> id(@Nullable JsonValue id) {
        return switch (id) {
            case JsonString text -> Either.forLeft(text.value());
            case JsonInteger number -> Either.forRight(number.value());
            case null, default -> null;
        };
    }

    private static String place(Throwable failure) {
        for (Throwable at = failure; at != null; at = cause(at)) {
            Matcher place = PLACE.matcher(String.valueOf(at.getMessage()));
            if (place.find() && !place.group(1).isEmpty()) {
                return ", at '" + place.group(1) + "'";
            }
        }
        return "";
    }

    private static @Nullable Throwable cause(Throwable failure) {
        return failure instanceof MessageIssueException issues
                ? issues.getIssues().getFirst().getCause()
                : failure.getCause();
    }

    @SuppressWarnings("NullAway") // an answer to a message without an id has none either
    private static MessageIssueException issue(
            Message message,
            @Nullable Either<String, Number> id,
            ResponseErrorCode code,
            String text,
            @Nullable RuntimeException failure) {
        if (message instanceof IdentifiableMessage identified) {
            identified.setRawId(id);
        }
        MessageIssueException issue = new MessageIssueException(message, new MessageIssue(text, code.getValue()));
        if (failure != null) {
            issue.addSuppressed(failure);
        }
        return issue;
    }
}

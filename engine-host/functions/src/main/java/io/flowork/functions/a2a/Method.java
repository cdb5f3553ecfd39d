package io.flowork.functions.a2a;

import io.flowork.functions.arguments.Failures;
import io.flowork.functions.spi.FunctionException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A method of an agent.
 *
 * @param name its name in the workflow, which is the one of versions before 1.0 of the protocol
 * @param newName its name since version 1.0
 * @param streams whether it is answered by a stream of events
 * @param sends whether it sends a message
 */
record Method(String name, String newName, boolean streams, boolean sends) {
    private static final List<Method> ALL = List.of(
            new Method("message/send", "SendMessage", false, true),
            new Method("message/stream", "SendStreamingMessage", true, true),
            new Method("tasks/get", "GetTask", false, false),
            new Method("tasks/list", "ListTasks", false, false),
            new Method("tasks/cancel", "CancelTask", false, false),
            new Method("tasks/resubscribe", "SubscribeToTask", true, false),
            new Method("tasks/pushNotificationConfig/set", "CreateTaskPushNotificationConfig", false, false),
            new Method("tasks/pushNotificationConfig/get", "GetTaskPushNotificationConfig", false, false),
            new Method("tasks/pushNotificationConfig/list", "ListTaskPushNotificationConfigs", false, false),
            new Method("tasks/pushNotificationConfig/delete", "DeleteTaskPushNotificationConfig", false, false),
            new Method("agent/getAuthenticatedExtendedCard", "GetExtendedAgentCard", false, false));

    private static final Map<String, Method> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Method::name, method -> method));

    static Method of(String name) throws FunctionException {
        Method method = BY_NAME.get(name);
        if (method == null) {
            throw Failures.validation("call: a2a has no method '" + name + "'. There are "
                    + String.join(", ", ALL.stream().map(Method::name).toList()) + ".");
        }
        return method;
    }
}

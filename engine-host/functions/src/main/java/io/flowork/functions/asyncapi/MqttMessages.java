package io.flowork.functions.asyncapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttDisconnectSource;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserPropertiesBuilder;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5Disconnect;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionException;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Messages over MQTT 5. The client's name follows from the call's key, so that a call which is repeated after a crash gets
 * what was sent in between; the broker forgets it when the call ends. A message is acknowledged once the run has recorded
 * it: until then the broker keeps it, and sends it again over the next connection.
 *
 * @param operation what is described
 * @param authorization what HTTP would send as {@code Authorization}, or null
 * @param call the call
 * @param settings how long connecting may take, and how large a message may be
 * @param pace how soon a connection that broke is made again
 */
record MqttMessages(
        Operation operation, @Nullable String authorization, FunctionCall call, HttpSettings settings, Pace pace)
        implements Transport {
    /** How long a broker keeps what comes while nobody is connected: a week. */
    private static final long SESSION_SECONDS = 7 * 24 * 3600;

    /** How many messages the broker sends that are not acknowledged. */
    private static final int RECEIVE_MAXIMUM = 256;

    static {
        // the client's network library would otherwise reach for what Java warns of on standard error
        if (System.getProperty("io.netty.noUnsafe") == null) {
            System.setProperty("io.netty.noUnsafe", "true");
        }
    }

    @Override
    public void publish(Message message) throws FunctionException, InterruptedException {
        Mqtt5AsyncClient client = client();
        try {
            connect(client);
            Mqtt5UserPropertiesBuilder properties = Mqtt5UserProperties.builder();
            for (JsonObject.Member header : message.headers()) {
                properties = properties.add(header.key(), Arguments.textOf(header.value()));
            }
            JsonValue retain = binding("retain");
            Mqtt5PublishResult result = wait(client.publish(Mqtt5Publish.builder()
                    .topic(operation.address())
                    .payload(message.bytes(operation.contentType()))
                    .qos(qos())
                    .retain(retain == JsonBoolean.TRUE)
                    .contentType(operation.contentType())
                    .userProperties(properties.build())
                    .build()));
            if (result.getError().isPresent()) {
                throw Failures.communication(server() + " refused the message for '" + operation.address() + "'.");
            }
        } finally {
            end(client);
        }
    }

    @Override
    public void receive(Inbox messages) throws FunctionException, InterruptedException {
        CompletableFuture<Void> broken = new CompletableFuture<>();
        AtomicBoolean subscribed = new AtomicBoolean();
        Mqtt5AsyncClient client = builder()
                .addDisconnectedListener(context -> {
                    int failures = context.getReconnector().getAttempts();
                    boolean again = subscribed.get() && failures < Pace.ATTEMPTS;
                    if (again && context.getSource() != MqttDisconnectSource.USER) {
                        context.getReconnector()
                                .reconnect(true)
                                .delay(pace.afterFailures(failures).toMillis(), TimeUnit.MILLISECONDS);
                    } else {
                        broken.complete(null);
                    }
                })
                .buildAsync();
        // before connecting: what a session has kept comes at once
        try (ExecutorService one = Executors.newSingleThreadExecutor(
                Thread.ofVirtual().name("mqtt-messages").factory())) {
            // on a thread of its own: while it waits for the run, the connection stays alive and the broker holds back
            client.publishes(
                    MqttGlobalPublishFilter.ALL,
                    publish -> messages.take(received(publish), publish::acknowledge),
                    task -> executeUnlessClosed(one, task),
                    true);
            receive(client, broken, subscribed);
        }
    }

    /** The client goes on for a moment after it was left; what comes then is not wanted any more. */
    private static void executeUnlessClosed(ExecutorService thread, Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException closed) {
            System.getLogger(MqttMessages.class.getName())
                    .log(System.Logger.Level.DEBUG, "A message came after its call had ended");
        }
    }

    private void receive(Mqtt5AsyncClient client, CompletableFuture<Void> broken, AtomicBoolean subscribed)
            throws FunctionException, InterruptedException {
        try {
            connect(client);
            wait(client.subscribeWith()
                    .topicFilter(operation.address())
                    .qos(qos())
                    .send());
            subscribed.set(true);
            wait(broken);
            throw Failures.communication(server() + " ended the connection, and is not there again.");
        } finally {
            end(client);
        }
    }

    private static Message received(Mqtt5Publish publish) {
        JsonObject.Builder headers = new JsonObject.Builder();
        publish.getUserProperties()
                .asList()
                .forEach(property -> headers.put(
                        property.getName().toString(), property.getValue().toString()));
        String correlation = publish.getCorrelationData()
                .map(data -> UTF_8.decode(data).toString())
                .orElse(null);
        return Message.received(publish.getPayloadAsBytes(), headers.build(), correlation);
    }

    private String server() {
        return "The broker at " + operation.server().getHost() + ":" + port();
    }

    private int port() {
        int port = operation.server().getPort();
        return port >= 0 ? port : operation.protocol().equals("mqtts") ? 8883 : 1883;
    }

    private JsonValue binding(String name) throws FunctionException {
        return operation.definition().at("bindings").at("mqtt").at(name).value();
    }

    private MqttQos qos() throws FunctionException {
        MqttQos wanted =
                binding("qos") instanceof JsonInteger qos ? MqttQos.fromCode(Math.clamp(qos.value(), -1, 3)) : null;
        return wanted == null ? MqttQos.AT_LEAST_ONCE : wanted;
    }

    private Mqtt5AsyncClient client() {
        return builder().buildAsync();
    }

    private Mqtt5ClientBuilder builder() {
        Mqtt5ClientBuilder builder = Mqtt5Client.builder()
                .identifier("flowork-" + Integer.toHexString(operation.address().hashCode()) + "-" + call.key())
                .serverHost(operation.server().getHost())
                .serverPort(port());
        return operation.protocol().equals("mqtts")
                ? builder.sslConfig(MqttClientSslConfig.builder().build())
                : builder;
    }

    private void connect(Mqtt5AsyncClient client) throws FunctionException, InterruptedException {
        wait(client.connect(Mqtt5Connect.builder()
                .cleanStart(false)
                .sessionExpiryInterval(SESSION_SECONDS)
                .simpleAuth(credentials())
                .restrictions()
                .maximumPacketSize(settings.maxResponseBytes())
                .receiveMaximum(RECEIVE_MAXIMUM)
                .applyRestrictions()
                .build()));
    }

    /** MQTT has a user with a password; a token is a password without a user. */
    private @Nullable Mqtt5SimpleAuth credentials() {
        if (authorization == null) {
            return null;
        }
        String value = authorization.substring(authorization.indexOf(' ') + 1);
        if (!authorization.startsWith("Basic ")) {
            return Mqtt5SimpleAuth.builder().password(value.getBytes(UTF_8)).build();
        }
        String pair = new String(Base64.getDecoder().decode(value), UTF_8);
        int colon = pair.indexOf(':');
        return Mqtt5SimpleAuth.builder()
                .username(pair.substring(0, colon))
                .password(pair.substring(colon + 1).getBytes(UTF_8))
                .build();
    }

    /** Leaves; the broker forgets the session and its subscription, unless the call is to be made again. */
    private void end(Mqtt5AsyncClient client) {
        boolean interrupted = Thread.interrupted();
        long keeps = call.context().comesAgain() ? SESSION_SECONDS : 0;
        try {
            client.disconnect(Mqtt5Disconnect.builder()
                            .sessionExpiryInterval(keeps)
                            .build())
                    .get(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        } catch (ExecutionException | TimeoutException e) {
            System.getLogger(MqttMessages.class.getName())
                    .log(System.Logger.Level.DEBUG, "The broker was left without a goodbye");
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> T wait(CompletableFuture<T> future) throws FunctionException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Mqtt5ConnAckException refused) {
                Mqtt5ConnAckReasonCode code = refused.getMqttMessage().getReasonCode();
                String problem = server() + " refused the connection: " + code + ".";
                throw code == Mqtt5ConnAckReasonCode.NOT_AUTHORIZED
                                || code == Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD
                        ? Failures.authentication(problem)
                        : Failures.communication(problem);
            }
            throw Failures.communication("There is no connection to the broker at "
                    + operation.server().getHost() + ":" + port() + ".");
        }
    }
}

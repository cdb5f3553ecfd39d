package io.flowork.functions.http.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.error.WorkflowError;
import io.flowork.functions.http.HttpCaller;
import io.flowork.functions.http.HttpFunction;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.testkit.Calls;
import io.flowork.functions.testkit.HttpStub;
import io.flowork.functions.testkit.HttpStub.Answer;
import io.flowork.functions.testkit.HttpStub.Asked;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticationTest {
    /** A clock that a test moves. */
    private static final class TestClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void advance(long seconds) {
            now = now.plusSeconds(seconds);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private final TestClock clock = new TestClock();
    private final HttpStub stub = new HttpStub();
    private final HttpFunction http = new HttpFunction(new HttpCaller(HttpSettings.DEFAULT, clock));
    private final Calls calls = new Calls();

    @AfterEach
    void stop() {
        stub.close();
    }

    private String arguments(String path, String authentication) {
        return "{\"method\":\"get\",\"endpoint\":{\"uri\":\"" + stub.uri(path) + "\",\"authentication\":"
                + authentication + "}}";
    }

    private void get(String authentication) throws Exception {
        calls.call(http, arguments("/x", authentication));
    }

    private WorkflowError error(String authentication) throws Exception {
        return calls.error(http, arguments("/x", authentication));
    }

    private List<Asked> asked(String path) {
        return stub.asked().stream()
                .filter(asked -> asked.target().startsWith(path))
                .toList();
    }

    private static Answer token(String token, int seconds) {
        return Answer.json(
                "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\",\"expires_in\":" + seconds + "}");
    }

    private String clientCredentials(String more) {
        return "{\"oauth2\":{\"authority\":\"" + stub.uri("/realm")
                + "\",\"grant\":\"client_credentials\",\"client\":{\"id\":\"me\",\"secret\":\"s3cr&t\"" + more + "}}";
    }

    @Test
    void basic() throws Exception {
        stub.on("/x", asked -> Answer.json("1"));
        get("{\"basic\":{\"username\":\"Aladdin\",\"password\":\"open sesame\"}}");
        assertThat(stub.last().header("Authorization")).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    }

    @Test
    void userAndPasswordInTheUriAreBasicAuthentication() throws Exception {
        stub.on("/x", asked -> Answer.json("1"));
        String uri = stub.uri("/x").replace("http://", "http://Aladdin:open%20sesame@");
        JsonObject response = (JsonObject)
                calls.call(http, "{\"method\":\"get\",\"output\":\"response\",\"endpoint\":\"" + uri + "\"}");
        assertThat(stub.last().header("Authorization")).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        assertThat(response.toString()).doesNotContain("sesame").doesNotContain("QWxhZGRpbj");
    }

    @Test
    void bearer() throws Exception {
        stub.on("/x", asked -> Answer.json("1"));
        get("{\"bearer\":{\"token\":\"t0ken\"}}");
        assertThat(stub.last().header("Authorization")).isEqualTo("Bearer t0ken");
    }

    @Test
    void credentialsCanBeASecretWithTheSameMembers() throws Exception {
        stub.on("/x", asked -> Answer.json("1"));
        Calls withSecret = new Calls(
                Map.of("login", Calls.object("{\"username\":\"Aladdin\",\"password\":\"open sesame\"}")), Set.of());
        withSecret.call(http, arguments("/x", "{\"basic\":{\"use\":\"login\"}}"));
        assertThat(stub.last().header("Authorization")).isEqualTo("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
        WorkflowError error = calls.error(http, arguments("/x", "{\"basic\":{\"use\":\"login\"}}"));
        assertThat(error.status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"basic\":{\"username\":\"me\"}}  | validation    | the 'basic' authentication needs 'password'.",
                "{\"use\":\"other\"}                | configuration | There is no authentication 'other' in use.authentications.",
                "{\"kerberos\":{}}                  | configuration | not available yet: kerberos",
                "{\"oauth2\":{\"authority\":\"http://a\",\"grant\":\"authorization_code\"}} | configuration | not available yet",
                "{\"oauth2\":{\"authority\":\"http://a\",\"grant\":\"client_credentials\"}} | configuration | needs an 'id'",
            })
    void whatIsMissingOrUnknownIsNamed(String authentication, String type, String detail) throws Exception {
        WorkflowError error = error(authentication);
        assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + type);
        assertThat(error.detail()).contains(detail);
    }

    /** A server side of RFC 7616, written from the RFC's formulas. */
    private Answer digest(Asked asked, String challenge, AtomicInteger lastCount) throws NoSuchAlgorithmException {
        String header = asked.header("Authorization");
        if (header == null) {
            return Answer.status(401).with("WWW-Authenticate", challenge);
        }
        Map<String, String> given = new HashMap<>();
        Matcher parts = Pattern.compile("(\\w+)=(?:\"([^\"]*)\"|([^,\\s]+))").matcher(header);
        while (parts.find()) {
            given.put(parts.group(1), parts.group(2) == null ? parts.group(3) : parts.group(2));
        }
        MessageDigest hash = MessageDigest.getInstance(challenge.contains("SHA-256") ? "SHA-256" : "MD5");
        String a1 = hex(hash, "Mufasa:the realm:Circle of Life");
        if (challenge.contains("-sess")) {
            a1 = hex(hash, a1 + ":n0nce:" + given.get("cnonce"));
        }
        String a2 = hex(hash, asked.method() + ":" + asked.target());
        String expected = challenge.contains("qop")
                ? hex(hash, a1 + ":n0nce:" + given.get("nc") + ":" + given.get("cnonce") + ":auth:" + a2)
                : hex(hash, a1 + ":n0nce:" + a2);
        if (challenge.contains("qop")) {
            lastCount.set(Integer.parseInt(requireNonNull(given.get("nc")), 16));
        }
        boolean right = expected.equals(given.get("response"))
                && asked.target().equals(given.get("uri"))
                && "n0nce".equals(given.get("nonce"));
        return right ? Answer.json("\"welcome\"") : Answer.status(401).with("WWW-Authenticate", challenge);
    }

    private static String hex(MessageDigest hash, String text) {
        return HexFormat.of().formatHex(hash.digest(text.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Digest realm=\"the realm\", nonce=\"n0nce\", qop=\"auth,auth-int\", opaque=\"o\"",
                "Digest realm=\"the realm\", nonce=\"n0nce\", qop=\"auth\", algorithm=SHA-256",
                "Digest realm=\"the realm\", nonce=\"n0nce\", qop=auth, algorithm=MD5-sess",
                "Basic realm=\"x\", Digest realm=\"the realm\", nonce=\"n0nce\"",
            })
    void digestAnswersTheChallenge(String challenge) throws Exception {
        AtomicInteger count = new AtomicInteger();
        stub.on("/x", asked -> {
            try {
                return digest(asked, challenge, count);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        });
        String policy = "{\"digest\":{\"username\":\"Mufasa\",\"password\":\"Circle of Life\"}}";
        assertThat(calls.call(http, arguments("/x/y?q=1", policy))).isEqualTo(JsonString.of("welcome"));
        assertThat(stub.asked()).hasSize(2);
        calls.call(http, arguments("/x/z", policy));
        assertThat(stub.asked()).as("the nonce is used on").hasSize(3);
        if (challenge.contains("qop")) {
            assertThat(count).hasValue(2);
        }
    }

    @Test
    void aWrongDigestPasswordIsTheServersRefusal() throws Exception {
        stub.on(
                "/x",
                asked -> Answer.status(401).with("WWW-Authenticate", "Digest realm=\"r\", nonce=\"n\", qop=\"auth\""));
        WorkflowError error = error("{\"digest\":{\"username\":\"Mufasa\",\"password\":\"wrong\"}}");
        assertThat(error.status()).isEqualTo(401);
        assertThat(stub.asked()).hasSize(2);
    }

    @Test
    void clientCredentialsAreSentInTheBodyByDefault() throws Exception {
        stub.on("/realm/oauth2/token", asked -> token("t1", 3600));
        stub.on("/x", asked -> Answer.json("1"));
        String policy = clientCredentials("},\"scopes\":[\"a\",\"b\"],\"audiences\":[\"api\"]");
        get(policy);
        assertThat(asked("/realm").getFirst().text())
                .isEqualTo(
                        "grant_type=client_credentials&scope=a%20b&audience=api&client_secret=s3cr%26t&client_id=me");
        assertThat(stub.last().header("Authorization")).isEqualTo("Bearer t1");
    }

    @Test
    void clientCredentialsCanBeSentAsBasicAuthentication() throws Exception {
        stub.on("/realm/oauth2/token", asked -> token("t1", 3600));
        stub.on("/x", asked -> Answer.json("1"));
        get(clientCredentials(",\"authentication\":\"client_secret_basic\"}"));
        Asked request = asked("/realm").getFirst();
        assertThat(request.text()).isEqualTo("grant_type=client_credentials");
        assertThat(request.header("Authorization"))
                .isEqualTo("Basic " + Base64.getEncoder().encodeToString("me:s3cr%26t".getBytes(UTF_8)));
    }

    @Test
    void aSecretCanSignAnAssertion() throws Exception {
        stub.on("/realm/oauth2/token", asked -> token("t1", 3600));
        stub.on("/x", asked -> Answer.json("1"));
        get(clientCredentials(",\"authentication\":\"client_secret_jwt\"}"));
        String body = asked("/realm").getFirst().text();
        assertThat(body)
                .contains("client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer");
        assertThat(body).doesNotContain("s3cr");
        String assertion = body.replaceAll(".*client_assertion=([^&]*).*", "$1");
        assertThat(new String(Base64.getUrlDecoder().decode(assertion.split("\\.", -1)[1]), UTF_8))
                .contains("\"iss\":\"me\"", "\"aud\":\"" + stub.uri("/realm/oauth2/token") + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, 2048, SHA256withRSA, RS256",
        "EC, 256, SHA256withECDSAinP1363Format, ES256",
        "EC, 384, SHA384withECDSAinP1363Format, ES384",
        "Ed25519, 255, Ed25519, EdDSA"
    })
    void aPrivateKeyCanSignAnAssertion(String kind, int size, String algorithm, String name) throws Exception {
        stub.on("/realm/oauth2/token", asked -> token("t1", 3600));
        stub.on("/x", asked -> Answer.json("1"));
        KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
        generator.initialize(size);
        KeyPair keys = generator.generateKeyPair();
        String pem = "-----BEGIN PRIVATE KEY-----\\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(keys.getPrivate().getEncoded())
                        .replace("\n", "\\n")
                + "\\n-----END PRIVATE KEY-----\\n";
        get(clientCredentials(",\"authentication\":\"private_key_jwt\"}").replace("s3cr&t", pem));
        String body = asked("/realm").getFirst().text();
        assertThat(body).doesNotContain("PRIVATE").doesNotContain("client_secret=");
        String[] assertion =
                body.replaceAll(".*client_assertion=([^&]*).*", "$1").split("\\.", -1);
        assertThat(new String(Base64.getUrlDecoder().decode(assertion[0]), UTF_8))
                .contains("\"alg\":\"" + name + "\"");
        Signature signature = Signature.getInstance(algorithm);
        signature.initVerify(keys.getPublic());
        signature.update((assertion[0] + "." + assertion[1]).getBytes(UTF_8));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(assertion[2])))
                .isTrue();
    }

    @Test
    void aReadyAssertionIsSentAsItIs() throws Exception {
        stub.on("/realm/oauth2/token", asked -> token("t1", 3600));
        stub.on("/x", asked -> Answer.json("1"));
        get(clientCredentials(",\"assertion\":\"a.b.c\",\"authentication\":\"private_key_jwt\"}"));
        assertThat(asked("/realm").getFirst().text()).contains("client_assertion=a.b.c");
        assertThat(error(clientCredentials(",\"authentication\":\"private_key_jwt\"}"))
                        .detail())
                .contains("needs a 'assertion'");
    }

    @Test
    void aRefreshTokenIsReplacedByTheOneTheServerGives() throws Exception {
        AtomicInteger issued = new AtomicInteger();
        stub.on(
                "/realm/oauth2/token",
                asked -> Answer.json("{\"access_token\":\"t\",\"expires_in\":60,\"refresh_token\":\"r"
                        + issued.incrementAndGet() + "\"}"));
        stub.on("/x", asked -> Answer.json("1"));
        String policy = "{\"oauth2\":{\"authority\":\"" + stub.uri("/realm")
                + "\",\"grant\":\"refresh_token\",\"subject\":{\"token\":\"r0\",\"type\":\"refresh_token\"},"
                + "\"client\":{\"id\":\"me\",\"authentication\":\"none\"}}}";
        for (int call = 0; call < 3; call++) {
            get(policy);
            clock.advance(61);
        }
        assertThat(asked("/realm").stream().map(Asked::text))
                .allSatisfy(text -> assertThat(text).contains("grant_type=refresh_token"))
                .extracting(text -> text.replaceAll(".*refresh_token=([^&]*).*", "$1"))
                .containsExactly("r0", "r1", "r2");
    }

    @ParameterizedTest
    @CsvSource({"/realm, true", "/realm/, true", "/other, false", "/realms, false"})
    void aDiscoveryDocumentIsOfItsIssuer(String issuer, boolean accepted) throws Exception {
        stub.on(
                "/realm/.well-known/openid-configuration",
                asked -> Answer.json("{\"issuer\":\"" + stub.uri(issuer) + "\",\"token_endpoint\":\""
                        + stub.uri("/tokens") + "\"}"));
        stub.on("/tokens", asked -> token("t1", 3600));
        stub.on("/x", asked -> Answer.json("1"));
        String policy = clientCredentials("}").replace("oauth2", "oidc");
        if (accepted) {
            get(policy);
            assertThat(stub.last().header("Authorization")).isEqualTo("Bearer t1");
        } else {
            assertThat(error(policy).detail()).contains("is of another issuer");
            assertThat(asked("/tokens")).isEmpty();
        }
    }

    @Test
    void tokenRequestsCanBeJsonAndGoElsewhere() throws Exception {
        stub.on("/realm/auth/token", asked -> token("t1", 3600));
        stub.on("/x", asked -> Answer.json("1"));
        get(clientCredentials(
                "},\"endpoints\":{\"token\":\"/auth/token\"},\"request\":{\"encoding\":\"application/json\"}"));
        assertThat(asked("/realm").getFirst().text())
                .isEqualTo("{\"grant_type\":\"client_credentials\",\"client_secret\":\"s3cr&t\",\"client_id\":\"me\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"grant\":\"password\",\"username\":\"u\",\"password\":\"p\" | grant_type=password&username=u&password=p&client_id=me",
                "\"grant\":\"refresh_token\",\"subject\":{\"token\":\"r\",\"type\":\"refresh_token\"} | grant_type=refresh_token&refresh_token=r&client_id=me",
                "\"grant\":\"urn:ietf:params:oauth:grant-type:token-exchange\",\"subject\":{\"token\":\"s\",\"type\":\"x\"},\"actor\":{\"token\":\"a\",\"type\":\"y\"} | grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&subject_token=s&subject_token_type=x&actor_token=a&actor_token_type=y&client_id=me",
            })
    void otherGrantsSendTheirParameters(String grant, String expected) throws Exception {
        stub.on("/realm/oauth2/token", asked -> token("t1", 3600));
        stub.on("/x", asked -> Answer.json("1"));
        get("{\"oauth2\":{\"authority\":\"" + stub.uri("/realm") + "\"," + grant
                + ",\"client\":{\"id\":\"me\",\"authentication\":\"none\"}}}");
        assertThat(asked("/realm").getFirst().text()).isEqualTo(expected);
    }

    @Test
    void aTokenIsKeptUntilShortlyBeforeItExpires() throws Exception {
        AtomicInteger issued = new AtomicInteger();
        stub.on("/realm/oauth2/token", asked -> token("t" + issued.incrementAndGet(), 60));
        stub.on("/x", asked -> Answer.json("1"));
        get(clientCredentials("}"));
        clock.advance(49);
        get(clientCredentials("}"));
        assertThat(issued).hasValue(1);
        get(clientCredentials("},\"scopes\":[\"other\"]"));
        assertThat(issued).as("another scope, another token").hasValue(2);
        clock.advance(2);
        get(clientCredentials("}"));
        assertThat(issued).hasValue(3);
        assertThat(stub.last().header("Authorization")).isEqualTo("Bearer t3");
    }

    @Test
    void aRefusedTokenIsFetchedAnewOnce() throws Exception {
        AtomicInteger issued = new AtomicInteger();
        stub.on("/realm/oauth2/token", asked -> token("t" + issued.incrementAndGet(), 3600));
        stub.on(
                "/x",
                asked -> "Bearer t1".equals(asked.header("Authorization")) ? Answer.status(401) : Answer.json("1"));
        get(clientCredentials("}"));
        assertThat(issued).hasValue(2);
        stub.on("/never", asked -> Answer.status(401));
        assertThat(calls.error(http, arguments("/never", clientCredentials("}")))
                        .status())
                .isEqualTo(401);
        assertThat(asked("/never")).hasSize(2);
    }

    @Test
    void manyCallsAtOnceFetchOneToken() throws Exception {
        AtomicInteger issued = new AtomicInteger();
        stub.on("/realm/oauth2/token", asked -> token("t" + issued.incrementAndGet(), 3600));
        stub.on("/x", asked -> Answer.json("1"));
        List<Thread> threads = new ArrayList<>();
        AtomicInteger failures = new AtomicInteger();
        for (int i = 0; i < 20; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    get(clientCredentials("}"));
                } catch (Exception e) {
                    failures.incrementAndGet();
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).hasValue(0);
        assertThat(issued).hasValue(1);
    }

    @Test
    void anAuthorityThatRefusesIsAnAuthenticationError() throws Exception {
        stub.on(
                "/realm/oauth2/token",
                asked -> Answer.of(
                        400, "application/json", "{\"error\":\"invalid_client\",\"error_description\":\"x\"}"));
        WorkflowError error = error(clientCredentials("}"));
        assertThat(error.type()).isEqualTo(WorkflowError.STANDARD + "authentication");
        assertThat(error.status()).isEqualTo(401);
        assertThat(error.detail())
                .isEqualTo("The token request to " + stub.uri("/realm/oauth2/token")
                        + " was refused with status 400 (invalid_client).");
    }

    @Test
    void openIdConnectDiscoversTheTokenEndpoint() throws Exception {
        stub.on(
                "/realm/.well-known/openid-configuration",
                asked -> Answer.json("{\"token_endpoint\":\"" + stub.uri("/tokens") + "\"}"));
        stub.on("/tokens", asked -> token("t1", 3600));
        stub.on("/x", asked -> Answer.json("1"));
        get(clientCredentials("}").replace("oauth2", "oidc"));
        assertThat(stub.last().header("Authorization")).isEqualTo("Bearer t1");
        get(clientCredentials("}")
                .replace("oauth2", "oidc")
                .replace("/realm", "/realm/.well-known/openid-configuration"));
        assertThat(asked("/tokens")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"https://right, true", "https://wrong, false"})
    void tokensOfOtherIssuersAreRefused(String issuer, boolean accepted) throws Exception {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String jwt = "e30." + base64.encodeToString(("{\"iss\":\"" + issuer + "\"}").getBytes(UTF_8)) + ".sig";
        stub.on("/realm/oauth2/token", asked -> token(jwt, 3600));
        stub.on("/x", asked -> Answer.json("1"));
        String policy = clientCredentials("},\"issuers\":[\"https://right\"]");
        if (accepted) {
            get(policy);
        } else {
            assertThat(error(policy).detail()).contains("not of an accepted issuer");
        }
    }

    @Test
    void anObtainedTokenIsNowhereInTheOutput() throws Exception {
        stub.on("/realm/oauth2/token", asked -> token("obtained-token", 3600));
        stub.on("/x", asked -> Answer.json("{\"echo\":\"" + asked.header("Authorization") + "\"}"));
        JsonObject call = Calls.object(arguments("/x", clientCredentials("}")));
        JsonValue output = calls.call(http, call.with("output", JsonString.of("response")));
        assertThat(output.toString()).doesNotContain("obtained-token").contains("\"echo\":\"Bearer ••••\"");
    }
}

package io.flowork.functions.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Who a client is in TLS.
 *
 * @param certificate its certificate, followed by those of its issuers, in PEM
 * @param key the certificate's private key, PKCS #8 in PEM, not encrypted
 */
public record ClientIdentity(String certificate, String key) {
    /** What is said of one that cannot be used. */
    public static final String UNREADABLE =
            "The client's certificate or its key cannot be read: both are PEM, the key as PKCS #8 without a password.";

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    /**
     * A private key in PEM, or null if the text has none of a kind that is known.
     *
     * @param text PKCS #8, not encrypted
     */
    public static @Nullable PrivateKey privateKey(String text) {
        Matcher pem = PEM.matcher(text);
        if (!pem.find()) {
            return null;
        }
        byte[] bytes;
        try {
            bytes = Base64.getMimeDecoder().decode(pem.group(1));
        } catch (IllegalArgumentException e) {
            return null;
        }
        PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(bytes);
        return ALGORITHMS.stream()
                .map(algorithm -> privateKey(algorithm, encoded))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The key, or null if it is of another kind. */
    private static @Nullable PrivateKey privateKey(String algorithm, PKCS8EncodedKeySpec encoded) {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    /**
     * A context of TLS in which the client shows its certificate.
     *
     * @param trust whom the client trusts; null for whom the machine trusts
     * @throws GeneralSecurityException if the certificate or its key cannot be read, or do not belong together
     */
    public SSLContext context(TrustManager @Nullable [] trust) throws GeneralSecurityException, IOException {
        Collection<? extends Certificate> chain = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(certificate.getBytes(US_ASCII)));
        PrivateKey privateKey = privateKey(key);
        if (chain.isEmpty() || privateKey == null) {
            throw new GeneralSecurityException("no certificate or key");
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("client", privateKey, new char[0], chain.toArray(Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust, null);
        return context;
    }

    @Override
    public String toString() {
        return "ClientIdentity[••••]";
    }
}

package io.resnet4j.io;

import java.net.URI;

/** Addresses as messages show them: without names, passwords, queries and fragments, any of which may be a secret. */
public final class PublicAddress {
    private PublicAddress() {}

    /** What of an address anybody may see. */
    public static String of(URI url) {
        if (url.getScheme() == null || url.getHost() == null) {
            return of(url.toString());
        }
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return Printable.excerpt("%s://%s%s%s".formatted(url.getScheme(), url.getHost(), port, url.getRawPath()));
    }

    /** The same of a text that need not be an address: what stands before an {@code @} is left out, wherever it is. */
    public static String of(String text) {
        int at = text.lastIndexOf('@');
        int slashes = text.indexOf("//");
        String start = slashes < 0 || slashes > at ? "" : text.substring(0, slashes + 2);
        String rest = at < 0 ? text : start + text.substring(at + 1);
        return Printable.excerpt(rest.split("[?#]", 2)[0]);
    }
}

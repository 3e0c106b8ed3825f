package dev.usher.cli.settings;

import dev.usher.cli.config.Nearest;
import dev.usher.cli.config.Origin;
import dev.usher.cli.config.Sources;
import dev.usher.cli.offer.Offer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the listeners of a configuration: the usual ones, and those that a file adds. */
final class ListenersReader {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final List<String> USUAL = Offer.ALL.stream().map(Offer::name).toList();

    private final Sources sources;

    ListenersReader(Sources sources) {
        this.sources = sources;
    }

    /** All of them; what is wrong with any is left with the sources. */
    List<ListenerSettings> read() {
        var names = new LinkedHashSet<>(USUAL);
        names.addAll(sources.file().below("listeners"));
        var listeners = new ArrayList<ListenerSettings>();
        for (var name : names) {
            var listener = read(name);
            checkAddress(listener, listeners);
            checkPem(listener);
            listeners.add(listener);
        }
        return listeners;
    }

    private ListenerSettings read(String name) {
        if (!NAME.matcher(name).matches()) {
            complain(
                    name, "a name has small letters, digits and dashes, 40 at most, such as lab-2");
        }
        var own = List.of(key(name, ""));
        var usual = ListenerSettings.of(name, offer(name, own));
        return ListenerSections.LISTENER.resolve(
                sources,
                List.of(key(name, ""), ListenerSections.LISTENER.prefix()),
                ListenerSections.OWN.resolve(sources, own, usual));
    }

    private Offer offer(String name, List<String> own) {
        var usual = usual(name);
        var service =
                sources.choose(ListenerSections.SERVICE, own, usual == null ? "" : usual.service());
        var protocol =
                sources.choose(
                        ListenerSections.PROTOCOL,
                        own,
                        usual == null ? Offer.USUAL_PROTOCOL : usual.protocol());
        if (service.isEmpty()) {
            if (!sources.file().entries().containsKey(key(name, "service"))) {
                complain(name, withoutService(name));
            }
            return Offer.ALL.getFirst();
        }
        try {
            return Offer.of(service, protocol);
        } catch (IllegalArgumentException unknown) {
            sources.complain(
                    origin(name, "protocol"),
                    key(name, "protocol"),
                    String.valueOf(unknown.getMessage()));
            return Offer.ALL.getFirst();
        }
    }

    private static @Nullable Offer usual(String name) {
        return Offer.ALL.stream()
                .filter(offer -> offer.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static String withoutService(String name) {
        var nearest = Nearest.of(name, USUAL);
        return "%sa listener of your own needs a service (%s) and a port"
                .formatted(
                        nearest == null ? "" : "did you mean " + nearest + "? ", Offer.services());
    }

    private void checkAddress(ListenerSettings listener, List<ListenerSettings> others) {
        for (var other : others) {
            if (collide(listener, other)) {
                // Of the two, somebody has said something of one at least.
                boolean isSaid = !origin(listener.name(), "port").equals(Origin.DEFAULT);
                complainOfPort(isSaid ? listener : other, isSaid ? other : listener);
            }
        }
    }

    private void complainOfPort(ListenerSettings listener, ListenerSettings other) {
        boolean isGiven = !sources.origin(key(listener.name(), "port")).equals(Origin.DEFAULT);
        sources.complain(
                origin(listener.name(), "port"),
                key(listener.name(), "port"),
                "%s'%d' is the port of listeners.%s too; give it another, or one of them open = false"
                        .formatted(
                                isGiven ? "" : "is not given, and the usual ",
                                listener.port(),
                                other.name()));
    }

    private static boolean collide(ListenerSettings one, ListenerSettings other) {
        return one.isOpen()
                && other.isOpen()
                && one.port() != 0
                && one.port() == other.port()
                && (one.host().equals(other.host())
                        || one.host().isAnyLocalAddress()
                        || other.host().isAnyLocalAddress());
    }

    private void checkPem(ListenerSettings listener) {
        var pem = listener.pem();
        if ((pem.certificate() == null) != (pem.key() == null)) {
            var given = pem.key() == null ? "certificate" : "key";
            sources.complainOf(
                    key(listener.name(), given),
                    "needs a %s beside it".formatted(pem.key() == null ? "key" : "certificate"));
        }
    }

    /**
     * Reads the certificates of these listeners; what is wrong with any is left with the sources.
     *
     * @return what clients will not like about any
     */
    Set<String> readCertificates(List<ListenerSettings> those) {
        var dislikes = new LinkedHashSet<String>();
        for (var listener : those) {
            try {
                listener.tls();
                listener.certificateRemark().ifPresent(dislikes::add);
            } catch (IOException wrong) {
                var sentence = String.valueOf(wrong.getMessage());
                var isOfKey = sentence.startsWith(listener.pem().key() + ":");
                sources.complainOf(key(listener.name(), isOfKey ? "key" : "certificate"), sentence);
            }
        }
        return dislikes;
    }

    private void complain(String name, String sentence) {
        sources.complain(sources.file().origin("listeners." + name), "listeners." + name, sentence);
    }

    /** Where that is said; where the listener is, if it is not. */
    private Origin origin(String name, String key) {
        var origin = sources.origin(key(name, key));
        return origin.equals(Origin.DEFAULT) ? sources.file().origin("listeners." + name) : origin;
    }

    private static String key(String name, String key) {
        return "listeners." + name + "." + key;
    }
}

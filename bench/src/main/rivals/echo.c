/*
 * A line echo on one epoll loop, without a language runtime: the limit of what one core can do.
 * A connection holds memory only for an unfinished line and for answers that the client does not
 * take; while there are such answers, nothing more is read from it.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LONGEST = 64 * 1024, READ = 64 * 1024, EVENTS = 512 };

struct connection {
    int socket;
    char *partial; /* an unfinished line */
    size_t partial_length;
    char *unsent; /* answers not taken */
    size_t unsent_length;
};

static int epoll;
static char in[READ];
static char line[LONGEST + 1];
static char out[READ + LONGEST + 1];

static void die(const char *what) {
    perror(what);
    exit(1);
}

static void *allocate(size_t size) {
    void *memory = malloc(size);
    if (memory == NULL) die("malloc");
    return memory;
}

static void end(struct connection *client) {
    close(client->socket);
    free(client->partial);
    free(client->unsent);
    free(client);
}

static void watch(struct connection *client, int operation, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = client};
    if (epoll_ctl(epoll, operation, client->socket, &event) < 0) die("epoll_ctl");
}

/* Sends what can be sent and keeps the rest; whether the client is still there. */
static int send_answers(struct connection *client, const char *bytes, size_t length) {
    ssize_t sent = send(client->socket, bytes, length, MSG_NOSIGNAL);
    if (sent < 0) {
        if (errno != EAGAIN) return 0;
        sent = 0;
    }
    if ((size_t)sent == length) return 1;
    client->unsent_length = length - sent;
    client->unsent = allocate(client->unsent_length);
    memcpy(client->unsent, bytes + sent, client->unsent_length);
    watch(client, EPOLL_CTL_MOD, EPOLLOUT);
    return 1;
}

static int send_rest(struct connection *client) {
    char *rest = client->unsent;
    size_t length = client->unsent_length;
    client->unsent = NULL;
    client->unsent_length = 0;
    int there = send_answers(client, rest, length);
    free(rest);
    if (there && client->unsent == NULL) watch(client, EPOLL_CTL_MOD, EPOLLIN);
    return there;
}

/* Decodes one line into a text of its own and encodes it into the answers; the answers' new end. */
static char *echo(struct connection *client, const char *from, size_t length, char *to) {
    size_t whole = client->partial_length + length;
    if (client->partial_length > 0) memcpy(line, client->partial, client->partial_length);
    memcpy(line + client->partial_length, from, length);
    line[whole] = 0;
    free(client->partial);
    client->partial = NULL;
    client->partial_length = 0;
    memcpy(to, line, whole);
    to[whole] = '\n';
    return to + whole + 1;
}

static int keep(struct connection *client, const char *from, size_t length) {
    if (client->partial_length + length > LONGEST) return 0;
    char *longer = realloc(client->partial, client->partial_length + length);
    if (longer == NULL) die("realloc");
    memcpy(longer + client->partial_length, from, length);
    client->partial = longer;
    client->partial_length += length;
    return 1;
}

/* Answers what has arrived; whether the client is still there. */
static int serve(struct connection *client) {
    ssize_t length = read(client->socket, in, READ);
    if (length <= 0) return length < 0 && errno == EAGAIN;
    char *at = in, *last = in + length, *to = out, *feed;
    while (at < last && (feed = memchr(at, '\n', last - at)) != NULL) {
        if (client->partial_length + (feed - at) > LONGEST) return 0;
        to = echo(client, at, feed - at, to);
        at = feed + 1;
    }
    if (at < last && !keep(client, at, last - at)) return 0;
    return to == out || send_answers(client, out, to - out);
}

static void accept_all(int listening) {
    int one = 1;
    for (int socket; (socket = accept4(listening, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        struct connection *client = calloc(1, sizeof *client);
        if (client == NULL) die("calloc");
        client->socket = socket;
        watch(client, EPOLL_CTL_ADD, EPOLLIN);
    }
}

static int listen_on_loopback(void) {
    int listening = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    if (bind(listening, (struct sockaddr *)&address, length) < 0) die("bind");
    if (listen(listening, 4096) < 0) die("listen");
    getsockname(listening, (struct sockaddr *)&address, &length);
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return listening;
}

int main(void) {
    static struct connection listener, input; /* input: it ends when whoever started us does */
    listener.socket = listen_on_loopback();
    input.socket = STDIN_FILENO;
    epoll = epoll_create1(0);
    watch(&listener, EPOLL_CTL_ADD, EPOLLIN);
    watch(&input, EPOLL_CTL_ADD, EPOLLIN);
    struct epoll_event events[EVENTS];
    for (;;) {
        int count = epoll_wait(epoll, events, EVENTS, -1);
        for (int i = 0; i < count; i++) {
            struct connection *client = events[i].data.ptr;
            if (client == &input) {
                if (read(STDIN_FILENO, in, READ) <= 0) return 0;
            } else if (client == &listener) {
                accept_all(listener.socket);
            } else if (!(client->unsent != NULL ? send_rest(client) : serve(client))) {
                end(client);
            }
        }
    }
}

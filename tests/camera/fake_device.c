/* A Video4Linux camera in a library that is loaded before all others (LD_PRELOAD): /dev/video0 gives pictures, /dev/video1 only notes
 * about them, as with most webcams. No driver and no rights are needed, and the program's own code runs as it is.
 *
 * FAKE_CAMERA names a folder: 0.picture, 1.picture, ... are shown in turn; "state" holds one word, read before each picture:
 *   on, gone (unplugged), stalled (no pictures), busy, refused.
 * "format" holds their coding, the seconds that so many of them take, so many, and the bytes from row to row: "MJPG 1 30 0".
 * Where there is a file "infrared", /dev/video0 is an infrared camera, and /dev/video2 the one that gives pictures.
 * "dev" is what is seen as /dev.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#define WIDTH 640
#define HEIGHT 360
#define BUFFERS 4
#define BUFFER_BYTES (1u << 20)
#define MOST_FILES 64

enum node { NO_NODE, PICTURES, NOTES, INFRARED };

static enum node nodes[MOST_FILES]; /* by file descriptor */
static unsigned queue[BUFFERS], first_queued, queued, shown;
static struct timespec due;
static char *memory;
static int memory_fd = -1, streaming;

static int failed(int number) {
    errno = number;
    return -1;
}

static void path_of(char *path, size_t size, const char *name) { snprintf(path, size, "%s/%s", getenv("FAKE_CAMERA"), name); }

static int is_there(const char *name) {
    char path[4096];
    path_of(path, sizeof path, name);
    return access(path, F_OK) == 0;
}

static struct {
    char coding[5];
    struct v4l2_fract interval;
    unsigned stride;
} shows = {"MJPG", {1, 30}, 0};

static void read_format(void) {
    char path[4096];
    path_of(path, sizeof path, "format");
    FILE *file = fopen(path, "r");
    if (!file) return;
    if (fscanf(file, "%4s %u %u %u", shows.coding, &shows.interval.numerator, &shows.interval.denominator, &shows.stride) != 4) abort();
    fclose(file);
}

static __u32 coding_of(enum node node) {
    const char *name = node == INFRARED ? "GREY" : shows.coding;
    return v4l2_fourcc(name[0], name[1], name[2], name[3]);
}

static int state_is(const char *word) {
    char path[4096], state[16] = "";
    path_of(path, sizeof path, "state");
    FILE *file = fopen(path, "r");
    if (file) {
        if (fscanf(file, "%15s", state) != 1) state[0] = 0;
        fclose(file);
    }
    return strcmp(state, word) == 0;
}

static enum node node_at(const char *path) {
    int infrared = is_there("infrared");
    if (strcmp(path, "/dev/video0") == 0) return infrared ? INFRARED : PICTURES;
    if (strcmp(path, "/dev/video1") == 0) return NOTES;
    return infrared && strcmp(path, "/dev/video2") == 0 ? PICTURES : NO_NODE;
}

/* The descriptor of a camera's node, or -2 for any other file. */
static int open_node(const char *path) {
    if (!getenv("FAKE_CAMERA") || strncmp(path, "/dev/video", 10) != 0) return -2;
    enum node node = node_at(path);
    if (node == NO_NODE || state_is("gone")) return failed(ENOENT);
    if (state_is("refused")) return failed(EACCES);
    read_format();
    if (memory_fd < 0) {
        memory_fd = memfd_create("fake_camera", 0);
        if (ftruncate(memory_fd, BUFFERS * BUFFER_BYTES) != 0) return -1;
        memory = mmap(NULL, BUFFERS * BUFFER_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, memory_fd, 0);
    }
    int fd = dup(memory_fd);
    if (fd < 0 || fd >= MOST_FILES) return failed(EMFILE);
    nodes[fd] = node;
    return fd;
}

#define OPEN(name)                                                                        \
    int name(const char *path, int flags, ...) {                                          \
        int fd = open_node(path);                                                         \
        if (fd != -2) return fd;                                                          \
        va_list rest;                                                                     \
        va_start(rest, flags);                                                            \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;           \
        va_end(rest);                                                                     \
        return ((int (*)(const char *, int, ...))dlsym(RTLD_NEXT, #name))(path, flags, mode); \
    }
OPEN(open)
OPEN(open64)

DIR *opendir(const char *path) {
    DIR *(*real)(const char *) = (DIR * (*)(const char *)) dlsym(RTLD_NEXT, "opendir");
    char dev[4096];
    if (!getenv("FAKE_CAMERA") || strcmp(path, "/dev") != 0) return real(path);
    path_of(dev, sizeof dev, state_is("gone") ? "empty" : "dev");
    return real(dev);
}

static int is_pictures(int fd) { return fd >= 0 && fd < MOST_FILES && nodes[fd] == PICTURES; }

/* The program waits here, for as long as the camera is stalled. */
int poll(struct pollfd *files, nfds_t count, int timeout) {
    int (*real)(struct pollfd *, nfds_t, int) = (int (*)(struct pollfd *, nfds_t, int))dlsym(RTLD_NEXT, "poll");
    if (count != 1 || !is_pictures(files->fd)) return real(files, count, timeout);
    while (state_is("stalled")) usleep(10000);
    files->revents = state_is("gone") ? POLLERR : POLLIN;
    return 1;
}

static int dequeue(struct v4l2_buffer *buffer) {
    char path[4096], name[32];
    if (state_is("gone")) return failed(ENODEV);
    if (!streaming || queued == 0) return failed(EINVAL);
    snprintf(name, sizeof name, "%u.picture", shown);
    path_of(path, sizeof path, name);
    FILE *file = fopen(path, "rb");
    if (!file && shown > 0) {
        shown = 0;
        return dequeue(buffer);
    }
    if (!file) return failed(EIO);
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
    unsigned index = queue[first_queued];
    first_queued = (first_queued + 1) % BUFFERS;
    queued--;
    size_t size = fread(memory + index * BUFFER_BYTES, 1, BUFFER_BYTES, file);
    fclose(file);
    *buffer = (struct v4l2_buffer){.index = index, .type = V4L2_BUF_TYPE_VIDEO_CAPTURE, .memory = V4L2_MEMORY_MMAP};
    buffer->bytesused = size;
    buffer->length = BUFFER_BYTES;
    buffer->sequence = shown++;
    buffer->flags = V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;
    buffer->timestamp = (struct timeval){due.tv_sec, due.tv_nsec / 1000};
    due.tv_nsec += 1000000000L * shows.interval.numerator / shows.interval.denominator;
    while (due.tv_nsec >= 1000000000L) {
        due.tv_nsec -= 1000000000L;
        due.tv_sec++;
    }
    return 0;
}

static int capabilities(struct v4l2_capability *answer, enum node node) {
    *answer = (struct v4l2_capability){.version = 0x60100};
    strcpy((char *)answer->driver, "fake");
    strcpy((char *)answer->card, node == INFRARED ? "Fake IR Camera" : "Fake Camera");
    answer->device_caps = V4L2_CAP_STREAMING | (node == NOTES ? V4L2_CAP_META_CAPTURE : V4L2_CAP_VIDEO_CAPTURE);
    answer->capabilities = V4L2_CAP_STREAMING | V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_META_CAPTURE | V4L2_CAP_DEVICE_CAPS;
    return 0;
}

static int format(struct v4l2_format *answer, enum node node) {
    answer->fmt.pix = (struct v4l2_pix_format){.width = WIDTH, .height = HEIGHT, .pixelformat = coding_of(node)};
    answer->fmt.pix.field = V4L2_FIELD_NONE;
    answer->fmt.pix.bytesperline = shows.stride;
    answer->fmt.pix.sizeimage = BUFFER_BYTES;
    return 0;
}

/* One coding, one size, one rate. */
static int offer(unsigned request, void *argument, enum node node) {
    struct v4l2_fmtdesc *coding = argument;
    struct v4l2_frmsizeenum *size = argument;
    struct v4l2_frmivalenum *interval = argument;
    if (*(__u32 *)argument > 0) return failed(EINVAL); /* the index comes first in all three */
    switch (request) {
    case (unsigned)VIDIOC_ENUM_FMT:
        coding->pixelformat = coding_of(node);
        strcpy((char *)coding->description, "pictures");
        return 0;
    case (unsigned)VIDIOC_ENUM_FRAMESIZES:
        size->type = V4L2_FRMSIZE_TYPE_DISCRETE;
        size->discrete = (struct v4l2_frmsize_discrete){WIDTH, HEIGHT};
        return 0;
    default:
        interval->type = V4L2_FRMIVAL_TYPE_DISCRETE;
        interval->discrete = shows.interval;
        return 0;
    }
}

static int rate(struct v4l2_streamparm *answer) {
    answer->parm.capture.capability = V4L2_CAP_TIMEPERFRAME;
    answer->parm.capture.timeperframe = shows.interval;
    return 0;
}

static int request_buffers(struct v4l2_requestbuffers *answer) {
    if (streaming) return failed(EBUSY);
    if (answer->count > BUFFERS) answer->count = BUFFERS;
    queued = 0;
    return 0;
}

static int query_buffer(struct v4l2_buffer *answer) {
    if (answer->index >= BUFFERS) return failed(EINVAL);
    answer->length = BUFFER_BYTES;
    answer->m.offset = answer->index * BUFFER_BYTES;
    return 0;
}

static int enqueue(const struct v4l2_buffer *asked) {
    if (queued >= BUFFERS) return failed(EINVAL);
    queue[(first_queued + queued++) % BUFFERS] = asked->index;
    return 0;
}

static int stream(int on) {
    streaming = on;
    queued = on ? queued : 0;
    clock_gettime(CLOCK_MONOTONIC, &due);
    return 0;
}

static int control(int fd, unsigned request, void *argument) {
    if (state_is("gone")) return failed(ENODEV);
    if (request == (unsigned)VIDIOC_QUERYCAP) return capabilities(argument, nodes[fd]);
    if (nodes[fd] == NOTES) return failed(EINVAL);
    switch (request) {
    case (unsigned)VIDIOC_ENUM_FMT:
    case (unsigned)VIDIOC_ENUM_FRAMESIZES:
    case (unsigned)VIDIOC_ENUM_FRAMEINTERVALS: return offer(request, argument, nodes[fd]);
    case (unsigned)VIDIOC_S_FMT: return state_is("busy") ? failed(EBUSY) : format(argument, nodes[fd]);
    case (unsigned)VIDIOC_G_FMT: return format(argument, nodes[fd]);
    case (unsigned)VIDIOC_S_PARM:
    case (unsigned)VIDIOC_G_PARM: return rate(argument);
    case (unsigned)VIDIOC_REQBUFS: return request_buffers(argument);
    case (unsigned)VIDIOC_QUERYBUF: return query_buffer(argument);
    case (unsigned)VIDIOC_QBUF: return enqueue(argument);
    case (unsigned)VIDIOC_DQBUF: return dequeue(argument);
    case (unsigned)VIDIOC_STREAMON: return stream(1);
    case (unsigned)VIDIOC_STREAMOFF: return stream(0);
    default: return failed(ENOTTY);
    }
}

/* The v4l crate calls the kernel directly. */
long syscall(long number, ...) {
    static long (*real)(long, ...);
    long arguments[6];
    va_list rest;
    va_start(rest, number);
    for (int i = 0; i < 6; i++) arguments[i] = va_arg(rest, long);
    va_end(rest);
    long fd = arguments[0];
    if (number == SYS_ioctl && fd >= 0 && fd < MOST_FILES && nodes[fd] != NO_NODE) {
        return control((int)fd, (unsigned)arguments[1], (void *)arguments[2]);
    }
    if (!real) real = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
    return real(number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
}

int close(int fd) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, "close");
    if (fd >= 0 && fd < MOST_FILES && nodes[fd] != NO_NODE) {
        if (nodes[fd] == PICTURES && streaming && state_is("gone")) streaming = 0;
        nodes[fd] = NO_NODE;
    }
    return real(fd);
}

// Command container turns itself into the process of a container, as a container runtime does once the namespaces are there: it makes
// the mounts, changes the root directory, gives up privileges, and executes the program. What it is told comes as JSON from a file.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
)

// Plan is what the proof's harness writes.
type Plan struct {
	// Hostname of the UTS namespace; unchanged when empty.
	Hostname string
	// PIDFile gets the process id as the /proc of the mount namespace shows it.
	PIDFile string
	// Mounts in this order, within Root.
	Mounts []Mount
	// Root becomes the root directory.
	Root string
	// ReadOnlyRoot keeps Root itself, not what is mounted below, from being written to.
	ReadOnlyRoot bool
	Directory    string
	// Args is the program and its arguments; empty for a process that only holds namespaces.
	Args            []string
	Env             []string
	UID, GID        int
	Groups          []int
	Capabilities    []string
	NoNewPrivileges bool
}

// Mount is one mount below Root.
type Mount struct {
	// Source is a path (a bind mount, when Type is empty), or whatever the file system takes.
	Source, Target, Type, Options string
	ReadOnly                      bool
	// Propagation is private, slave or shared.
	Propagation string
}

// The kernel's numbers are the positions.
var capabilities = strings.Fields(`CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE
	NET_BROADCAST NET_ADMIN NET_RAW IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE
	SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND
	AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE`)

var propagations = map[string]uintptr{"private": syscall.MS_PRIVATE, "slave": syscall.MS_SLAVE, "shared": syscall.MS_SHARED}

const (
	prCapabilityBoundingDrop = 24
	prSetNoNewPrivileges     = 38
)

func main() {
	// Privileges belong to threads: the one that gives them up must be the one that executes the program.
	runtime.LockOSThread()
	if len(os.Args) != 2 {
		fail(fmt.Errorf("usage: %s PLAN", os.Args[0]))
	}
	text, err := os.ReadFile(os.Args[1])
	fail(err)
	var plan Plan
	fail(json.Unmarshal(text, &plan))
	if plan.Hostname != "" {
		fail(syscall.Sethostname([]byte(plan.Hostname)))
	}
	if plan.PIDFile != "" {
		pid, err := os.Readlink("/proc/self")
		fail(err)
		fail(os.WriteFile(plan.PIDFile+".new", []byte(pid), 0o644))
		fail(os.Rename(plan.PIDFile+".new", plan.PIDFile))
	}
	if len(plan.Args) == 0 {
		hold()
	}
	for _, mount := range plan.Mounts {
		mount.make(plan.Root)
	}
	if plan.ReadOnlyRoot {
		fail(syscall.Mount("", plan.Root, "", syscall.MS_REMOUNT|syscall.MS_BIND|syscall.MS_RDONLY, ""))
	}
	fail(syscall.Chroot(plan.Root))
	fail(syscall.Chdir(plan.Directory))
	program := find(plan.Args[0], plan.Env)
	giveUp(plan)
	fail(fmt.Errorf("%s: %w", program, syscall.Exec(program, plan.Args, plan.Env)))
}

// hold keeps the namespaces; whatever is orphaned in its process namespace ends up here, and the kernel buries it.
func hold() {
	signal.Ignore(syscall.SIGCHLD)
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	<-stop
	os.Exit(0)
}

func (mount Mount) make(root string) {
	target := filepath.Join(root, mount.Target)
	isFile := false
	if mount.Type == "" {
		info, err := os.Stat(mount.Source)
		fail(err)
		isFile = !info.IsDir()
	}
	if isFile {
		fail(os.MkdirAll(filepath.Dir(target), 0o755))
		file, err := os.OpenFile(target, os.O_CREATE, 0o644)
		fail(err)
		file.Close()
	} else {
		fail(os.MkdirAll(target, 0o755))
	}
	if mount.Type == "" {
		mount.check(syscall.Mount(mount.Source, target, "", syscall.MS_BIND|syscall.MS_REC, ""))
	} else {
		mount.check(syscall.Mount(mount.Source, target, mount.Type, 0, mount.Options))
	}
	if flag, known := propagations[mount.Propagation]; known {
		mount.check(syscall.Mount("", target, "", flag|syscall.MS_REC, ""))
	}
	if mount.ReadOnly {
		mount.check(syscall.Mount("", target, "", syscall.MS_REMOUNT|syscall.MS_BIND|syscall.MS_RDONLY, ""))
	}
}

func (mount Mount) check(err error) {
	if err != nil {
		fail(fmt.Errorf("mount of %s at %s: %w", mount.Source, mount.Target, err))
	}
}

func giveUp(plan Plan) {
	kept := map[string]bool{}
	for _, name := range plan.Capabilities {
		kept[name] = true
	}
	for number, name := range capabilities {
		if !kept[name] {
			prctl(prCapabilityBoundingDrop, uintptr(number))
		}
	}
	fail(syscall.Setgroups(plan.Groups))
	fail(syscall.Setresgid(plan.GID, plan.GID, plan.GID))
	// From 0 to another id, the kernel takes all capabilities away; user 0 keeps those of the bounding set when it executes the program.
	fail(syscall.Setresuid(plan.UID, plan.UID, plan.UID))
	if plan.NoNewPrivileges {
		prctl(prSetNoNewPrivileges, 1)
	}
}

func prctl(option int, value uintptr) {
	_, _, errno := syscall.RawSyscall6(syscall.SYS_PRCTL, uintptr(option), value, 0, 0, 0, 0)
	// Kernels older than a capability do not know its number.
	if errno != 0 && !(option == prCapabilityBoundingDrop && errno == syscall.EINVAL) {
		fail(errno)
	}
}

// find looks the program up as execvp does, with the container's own PATH.
func find(program string, env []string) string {
	if strings.Contains(program, "/") {
		return program
	}
	for _, variable := range env {
		if list, found := strings.CutPrefix(variable, "PATH="); found {
			for _, directory := range filepath.SplitList(list) {
				file := filepath.Join(directory, program)
				if info, err := os.Stat(file); err == nil && !info.IsDir() && info.Mode()&0o111 != 0 {
					return file
				}
			}
		}
	}
	fail(fmt.Errorf("%s: no such program in the container's PATH", program))
	return ""
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "container:", err)
		os.Exit(128)
	}
}

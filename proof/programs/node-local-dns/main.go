// Command node-cache is what cmd/node-cache of Kubernetes' dns project does with its arguments, around the same CoreDNS and the same plugins: that project's module cannot be had
// from a module proxy. Left out: rules of iptables, metrics of its own, and the ConfigMap of kube-dns.
package main

import (
	"bytes"
	"errors"
	"flag"
	"log"
	"net"
	"os"
	"strings"
	"syscall"

	"github.com/coredns/caddy"
	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/coremain"
	_ "github.com/coredns/coredns/plugin/bind"
	_ "github.com/coredns/coredns/plugin/cache"
	_ "github.com/coredns/coredns/plugin/debug"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/forward"
	_ "github.com/coredns/coredns/plugin/health"
	_ "github.com/coredns/coredns/plugin/hosts"
	_ "github.com/coredns/coredns/plugin/loadbalance"
	_ "github.com/coredns/coredns/plugin/log"
	_ "github.com/coredns/coredns/plugin/loop"
	_ "github.com/coredns/coredns/plugin/metrics"
	_ "github.com/coredns/coredns/plugin/reload"
	_ "github.com/coredns/coredns/plugin/rewrite"
	_ "github.com/coredns/coredns/plugin/template"
	_ "github.com/coredns/coredns/plugin/whoami"
	"github.com/vishvananda/netlink"
)

func main() {
	dnsserver.Directives = []string{
		"reload", "bind", "debug", "health", "prometheus", "errors", "log", "cache", "rewrite", "loadbalance", "template", "hosts", "loop", "forward", "whoami",
	}
	localIP := flag.String("localip", "", "comma-separated addresses to listen on")
	upstream := flag.String("upstreamsvc", "kube-dns", "Service whose address is cluster DNS behind the cache")
	base := flag.String("basecorefile", "/etc/coredns/Corefile.base", "configuration with placeholders")
	flag.String("health-port", "8080", "port at which health is asked, for the rules that are left out")
	device := flag.String("interfacename", "nodelocaldns", "interface that has the addresses")
	flag.Parse()

	addresses := strings.Split(*localIP, ",")
	must("Corefile", writeCorefile(*base, flag.Lookup("conf").Value.String(), os.Getenv(strings.ToUpper(strings.ReplaceAll(*upstream, "-", "_"))+"_SERVICE_HOST"), addresses))
	var link netlink.Link = &netlink.Dummy{LinkAttrs: netlink.LinkAttrs{Name: *device}}
	if err := netlink.LinkAdd(link); errors.Is(err, syscall.EOPNOTSUPP) {
		// A kernel without that kind; another that leads nowhere does as well.
		link = &netlink.Bridge{LinkAttrs: netlink.LinkAttrs{Name: *device}}
		must("interface", netlink.LinkAdd(link))
	} else {
		must("interface", err)
	}
	for _, address := range addresses {
		ip := net.ParseIP(address)
		if ip == nil {
			log.Fatalf("localip %q is no address", address)
		}
		bits := 128
		if ip.To4() != nil {
			bits = 32
		}
		must("address", netlink.AddrAdd(link, &netlink.Addr{IPNet: &net.IPNet{IP: ip, Mask: net.CIDRMask(bits, bits)}}))
	}
	must("interface", netlink.LinkSetUp(link))
	caddy.OnProcessExit = append(caddy.OnProcessExit, func() { _ = netlink.LinkDel(link) })
	coremain.Run()
}

func writeCorefile(from, to, upstream string, addresses []string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	for placeholder, value := range map[string]string{
		"__PILLAR__CLUSTER__DNS__":      upstream,
		"__PILLAR__UPSTREAM__SERVERS__": "/etc/resolv.conf",
		"__PILLAR__LOCAL__DNS__":        strings.Join(addresses, " "),
	} {
		text = bytes.ReplaceAll(text, []byte(placeholder), []byte(value))
	}
	return os.WriteFile(to, text, 0o644)
}

func must(what string, err error) {
	if err != nil {
		log.Fatalf("%s: %v", what, err)
	}
}

"""nginx and Caddy as processes of their own, with the files in `deploy/`; only host name, ports and paths are replaced."""

import getpass
import shutil
import subprocess
import sys
import time

from tests.lab.servers import PROJECT, free_port, is_open

# Where `.ci/proxies` unpacks them, and where Debian installs nginx, which is not on everybody's path.
PLACES = f"{sys.prefix}/debian/usr/sbin:{sys.prefix}/debian/usr/bin:/usr/sbin"
CERTIFICATE = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
NAME = "dialog.kommune.example"


class Proxy:
    """Stands in front of two `servers`. `url` is the https address, `plain` the http one; `logged()` returns its log."""

    def __init__(self, folder, servers):
        self.folder = folder
        self.port, self.plain_port = free_port(), free_port()
        self.url, self.plain = f"https://localhost:{self.port}", f"http://localhost:{self.plain_port}"
        self.key, self.certificate, self.log = (folder / name for name in ("key.pem", "certificate.pem", "log.txt"))
        config = (PROJECT / "deploy" / self.file).read_text()
        here = {f"127.0.0.1:{8001 + place}": f"127.0.0.1:{server.port}" for place, server in enumerate(servers)}
        for theirs, ours in (here | self.changes()).items():
            assert theirs in config, f"{theirs!r} is not in {self.file} any more"
            config = config.replace(theirs, ours)
        self.config = folder / self.file
        self.config.write_text(config)

    def start(self):
        subprocess.run(
            [*CERTIFICATE.split(), "-keyout", self.key, "-out", self.certificate], check=True, capture_output=True
        )
        program = shutil.which(self.program) or shutil.which(self.program, path=PLACES)
        assert program, f"{self.program} mangler: `make test` henter den."
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [program, *self.words()], stdout=out, stderr=out, env={"HOME": str(self.folder)}
            )
        deadline = time.monotonic() + 60
        while not is_open(self.port):
            assert self.process.poll() is None, self.logged()
            assert time.monotonic() < deadline, self.logged()
            time.sleep(0.02)
        return self

    def stop(self):
        self.process.terminate()
        self.process.wait(10)

    def logged(self):
        return self.log.read_text()


class Nginx(Proxy):
    file, program = "nginx.conf", "nginx"

    def changes(self):
        temporary = "".join(
            f"\n    {kind}_temp_path {self.folder}/{kind};"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        return {
            "www-data": getpass.getuser(),
            "/run/nginx.pid": f"{self.folder}/nginx.pid",
            "/var/log/nginx/error.log": str(self.log),
            "\nhttp {": f"\nhttp {{{temporary}",
            f"/etc/ssl/{NAME}.pem": str(self.certificate),
            f"/etc/ssl/private/{NAME}.key": str(self.key),
            "        listen [::]:80;\n": "",  # not every machine has IPv6
            "        listen [::]:443 ssl http2;\n": "",
            "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            "listen 443 ssl": f"listen 127.0.0.1:{self.port} ssl",
            "https://$host": self.url,
            NAME: "localhost",
        }

    def words(self):
        return ["-c", self.config, "-g", "daemon off;"]


class Caddy(Proxy):
    file, program = "Caddyfile", "caddy"

    def changes(self):
        return {
            "\n{\n": f"\n{{\n\tadmin off\n\thttp_port {self.plain_port}\n",
            f"\n{NAME} {{\n": f"\n{self.url} {{\n\ttls {self.certificate} {self.key}\n",
        }

    def words(self):
        return ["run", "--adapter", "caddyfile", "--config", self.config]

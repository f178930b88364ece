# A mail server for collector scenarios (smtp_server.py) and what is asked of it;
# after collector.sh.  $smtp is its port.  Sourced; POSIX sh.
mail_process=

# certificate NAME ALTERNATIVE: NAME.crt and NAME.key, by the authority
certificate() {
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" -keyout "$1.key" -out "$1.csr" 2>/dev/null
    printf 'subjectAltName=%s\n' "$2" >"$1.ext"
    openssl x509 -req -in "$1.csr" -CA authority.crt -CAkey authority.key -CAcreateserial -days 30 \
        -extfile "$1.ext" -out "$1.crt" 2>/dev/null
}

# mail_authority: authority.crt, and the certificate "mail" of 127.0.0.1
mail_authority() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=Essai -days 30 \
        -keyout authority.key -out authority.crt 2>/dev/null
    certificate mail IP:127.0.0.1
    mkdir mails
}

# route SCHEME [AUTHORITY]: the settings of mail, in place of those of before
route() {
    sed -i '/^mail_/d' "$DATA/collector.yaml"
    cat >>"$DATA/collector.yaml" <<SETTINGS
mail_server: $1://127.0.0.1:$smtp
mail_from: lanterne@sentiers.example
mail_to: [presidence@sentiers.example, ca@sentiers.example]
mail_user: ca
mail_authority: $WORK/${2:-authority.crt}
SETTINGS
}

# password TEXT: into the file of the settings, mode 0600
password() { (umask 077 && printf '%s\n' "$1" >"$DATA/mail.password" && chmod 600 "$DATA/mail.password"); }

# start_smtp KIND [CERTIFICATE]: what it hears is in mails/log
start_smtp() {
    rm -f mails/ready mails/log
    /usr/bin/python3 "$SOURCE/tests/scenario/smtp_server.py" "$1" "$smtp" "${2:-mail}.crt" "${2:-mail}.key" mails 2>smtp.err &
    mail_process=$!
    wait_for 20 test -e mails/ready
}

stop_smtp() {
    kill "$mail_process"
    wait "$mail_process" || true
    mail_process=
}

# send EXIT_CODE: mail, to whom the settings say, whatever has left before
send() { run "$1" collector mail --again --now 2026-11-20; }

# mailed: where the newest report's mail stands
mailed() { collector status --json --now "${1:-2026-11-20}" | jq -r .mail; }

# read_mail FILE: into the folder read
read_mail() { rm -rf read; python3 "$SOURCE/tests/scenario/mail_read.py" "$1" read || fail "not a mail: $1"; }

trap '[ -z "$serving" ] || kill -KILL "$serving" 2>/dev/null; [ -z "$mail_process" ] || kill -KILL "$mail_process" 2>/dev/null' EXIT

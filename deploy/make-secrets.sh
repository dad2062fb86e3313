#!/usr/bin/env bash
# Makes the secrets that docker-compose.yml reads, in deploy/secrets or the directory given. What is there already is left alone, so it may run again.
# The AppSecret comes from WeChat: put it into wechat_secret yourself. With --demo one is invented, in deploy/secrets-demo: for trying without an account.
set -euo pipefail
umask 077

demo= dir=
for argument in "$@"; do
  case $argument in
    --demo) demo=demo ;;
    -*) echo "usage: $0 [--demo] [DIRECTORY]" >&2; exit 2 ;;
    *) dir=$argument ;;
  esac
done
[ -n "$dir" ] || dir=$(cd "$(dirname "$0")" && pwd)/secrets${demo:+-demo}
mkdir -p "$dir/tls"
cd "$dir"
chmod 700 .

random() { head -c 48 /dev/urandom | base64 | tr -d '+/=\n' | head -c "$1"; }
# keep NAME: writes its input unless the file has something in it. Written whole or not at all.
keep() {
  local text
  text=$(cat)
  [ ! -s "$1" ] || return 0
  printf '%s\n' "$text" > ".$1.new"
  mv -f ".$1.new" "$1"
  echo "made $dir/$1"
}

head -c 32 /dev/urandom | base64 | tr -d '\n' | keep secret_key
random 40 | keep postgres_admin_password
random 40 | keep postgres_password
random 40 | keep redis_password
random 32 | keep wechat_token
random 43 | keep wechat_aes_key
random 32 | keep mini_token
random 43 | keep mini_aes_key
[ -z "$demo" ] || random 32 | keep wechat_secret
[ -z "$demo" ] || random 32 | keep mini_secret

# What follows from them.
printf 'postgres://shuangyong:%s@postgres:5432/shuangyong?sslmode=disable' "$(cat postgres_password)" | keep database_url
printf 'redis://shuangyong:%s@redis:6379/0' "$(cat redis_password)" | keep redis_url
printf '%s\n' 'user default reset' 'user health on nopass +ping' \
  "user shuangyong on #$(tr -d '\n' < redis_password | sha256sum | cut -d' ' -f1) ~* &* +@all -@admin -@dangerous" | keep redis_acl

touch wechat_secret wechat_aes_key_previous mini_secret # compose wants the files of all secrets, also of those that are not used
# Nobody else enters the directory; inside the containers, whose users have numbers of their own, each file is mounted alone and must be readable.
find . -type f -exec chmod 644 {} +
chmod 755 tls
if [ ! -s wechat_secret ]; then
  echo "Now put the AppSecret (开发 → 基本配置) into $dir/wechat_secret, and Token and EncodingAESKey from"
  echo "$dir/wechat_token and $dir/wechat_aes_key into 服务器配置, with 安全模式."
fi

// Makes and opens WeChat messages with two libraries that are not ours. One JSON request a line on stdin, one JSON answer a line on stdout.
import { createInterface } from 'node:readline'
import wecom from '@wecom/crypto'
import WXBizMsgCrypt from 'wechat-crypto'

const libraries = {
  '@wecom/crypto': ({ token, key, app }) => ({
    sign: (timestamp, nonce, encrypt) => wecom.getSignature(token, timestamp, nonce, encrypt),
    encrypt: (message, random) => wecom.encrypt(key, message, app, random ? Buffer.from(random) : undefined),
    decrypt: (text) => wecom.decrypt(key, text),
  }),
  'wechat-crypto': ({ token, key, app }) => {
    const peer = new WXBizMsgCrypt(token, key, app)
    return {
      sign: (timestamp, nonce, encrypt) => peer.getSignature(timestamp, nonce, encrypt),
      encrypt: (message) => peer.encrypt(message),
      decrypt: (text) => peer.decrypt(text),
    }
  },
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line)
  const peer = libraries[request.library](request)
  const answer = {}
  if (request.message !== undefined) {
    answer.encrypt = peer.encrypt(request.message, request.random)
    answer.signature = peer.sign(request.timestamp, request.nonce, '') // the plain signature: an empty part adds nothing
  } else {
    const { message, id } = peer.decrypt(request.encrypt)
    Object.assign(answer, { message, id })
  }
  answer.msg_signature = peer.sign(request.timestamp, request.nonce, answer.encrypt ?? request.encrypt)
  process.stdout.write(JSON.stringify(answer) + '\n')
}

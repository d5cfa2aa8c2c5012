/** The password rule as the server judges it, for a live check while typing. */

export interface PasswordRule {
  text: string
  met: boolean
}

const CLASSES = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/]

interface Typed {
  username: string
  previous: string
  password: string
  repeated: string
}

export function passwordRules({ username, previous, password, repeated }: Typed): PasswordRule[] {
  const holdsName = username !== '' && password.toLowerCase().includes(username.toLowerCase())
  const classes = CLASSES.filter((kind) => kind.test(password)).length
  return [
    { text: '至少 8 个字符', met: password.length >= 8 },
    { text: '大写字母、小写字母、数字、符号，至少三种', met: classes >= 3 },
    { text: '不含账号名', met: password !== '' && !holdsName },
    { text: '和原来的密码不一样', met: password !== '' && password !== previous },
    { text: '两次输入一致', met: password !== '' && password === repeated },
  ]
}

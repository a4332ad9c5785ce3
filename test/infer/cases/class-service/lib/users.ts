export class UserError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

export class NoSuchUser extends UserError {
  constructor(id: string) {
    super(404, `no user ${id}`)
  }
}

export interface UserDto {
  id: string
  /** Name on the badge. */
  name: string
  joinedAt: Date
}

export interface NewUser {
  name: string
  invitedBy?: string
}

export class UserService {
  private readonly users: UserDto[] = []

  async find(id: string): Promise<UserDto> {
    const user = this.users.find((candidate) => candidate.id === id)
    if (!user) throw new NoSuchUser(id)
    return user
  }

  async create(input: NewUser): Promise<UserDto> {
    if (this.users.some((user) => user.name === input.name)) throw new UserError(409, 'name is taken')
    return { id: '1', name: input.name, joinedAt: new Date() }
  }
}

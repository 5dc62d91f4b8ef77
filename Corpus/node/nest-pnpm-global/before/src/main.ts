import { Controller, Get, Module } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import * as argon2 from "argon2";

@Controller()
class AppController {
  @Get()
  hash() {
    return argon2.hash("secret");
  }
}

@Module({ controllers: [AppController] })
class AppModule {}

NestFactory.create(AppModule).then((app) => app.listen(3000));

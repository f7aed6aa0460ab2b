package cai.cli;

final class Main {
  public static void main(String[] args) {
    System.out.println("cai");
  }
}
